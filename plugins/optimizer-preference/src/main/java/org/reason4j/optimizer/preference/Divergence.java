package org.reason4j.optimizer.preference;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;

/**
 * The reference point of KTO: {@code z = max(0, mean log(pi / pi_ref)(y' | x))}, an estimate of the divergence of the policy from
 * its reference with the policy as it is before the step's updates.
 *
 * @see <a href="https://arxiv.org/abs/2402.01306">KTO, section 4.1</a>
 */
final class Divergence {

    private Divergence() {}

    /**
     * By responses {@code y'} of other prompts: each prompt with the response that stands so many places further in the step, as many as
     * the largest number of responses to one prompt; 0 where a step has one prompt.
     *
     * @param responses of a step, those to one prompt side by side
     */
    static double ofMismatched(List<Trajectory> responses, ScoringModels models) {
        List<Trajectory> mismatched = mismatched(responses);
        if (mismatched.isEmpty()) {
            return 0;
        }
        List<TokenScores> policy = models.get(ModelRef.POLICY).score(mismatched);
        List<TokenScores> reference = models.get(ModelRef.REFERENCE).score(mismatched);
        double sum = 0;
        for (int i = 0; i < mismatched.size(); i++) {
            sum += ratio(
                    mismatched.get(i),
                    policy.get(i).logprobs(),
                    reference.get(i).logprobs());
        }
        return Math.max(0, sum / mismatched.size());
    }

    /** By the responses of the step to their own prompts. */
    static double ofBatch(List<Trajectory> responses) {
        return Math.max(
                0,
                responses.stream()
                        .mapToDouble(one -> ratio(
                                one, one.stream(TokenStream.OLD_LOGPROBS), one.stream(TokenStream.REFERENCE_LOGPROBS)))
                        .average()
                        .orElse(0));
    }

    /** Every prompt with a response to another one. */
    static List<Trajectory> mismatched(List<Trajectory> responses) {
        int shift = 0;
        for (Trajectory one : responses) {
            long same = responses.stream()
                    .filter(other -> other.prompt().id().equals(one.prompt().id()))
                    .count();
            shift = Math.max(shift, (int) same);
        }
        List<Trajectory> mismatched = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            Trajectory asked = responses.get(i);
            Trajectory other = responses.get((i + shift) % responses.size());
            if (!other.prompt().id().equals(asked.prompt().id())) {
                mismatched.add(Trajectory.demonstration(asked.prompt(), asked.sample(), other.response(), other.text())
                        .withLearned(other.learned()));
            }
        }
        return mismatched;
    }

    private static double ratio(Trajectory one, float[] policy, float[] reference) {
        double sum = 0;
        for (int t = 0; t < policy.length; t++) {
            sum += one.isLearned(t) ? policy[t] - reference[t] : 0;
        }
        return sum;
    }
}
