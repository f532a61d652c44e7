package org.reason4j.reward.generative.reference;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.reward.generative.reference.AnswerTermConfig.Weight;

/**
 * The second term of VeriFree's gradient: tokens of the reference answer get the weight {@code p(a*|x,z)} for an advantage.
 *
 * <p>{@code grad E[p] = E[(p - baseline) grad ln pi(z|x) + p grad ln pi(a*|x,z)]}: the optimizer's advantage stays on the reasoning. The
 * probability is that of the step's start. Without this shaper the advantage stands on both, as the authors' script has it by default.
 *
 * @see <a href="https://arxiv.org/abs/2505.21493">VeriFree, equation 5</a>
 */
public record AnswerTerm(AnswerTermConfig config) implements CreditShaper {

    @Override
    public Requirements requirements() {
        Requirements marks = Requirements.streamsOf("the sampler 'reference-answer'", ReferenceSampler.REFERENCE);
        return config.weight() == Weight.PROBABILITY
                ? marks.and(Requirements.streams(TokenStream.OLD_LOGPROBS))
                : marks;
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        return credits.stream().map(this::shape).toList();
    }

    private Credit shape(Credit credit) {
        Trajectory response = credit.trajectory();
        float[] marks = response.stream(ReferenceSampler.REFERENCE);
        float weight = config.weight() == Weight.PROBABILITY ? probability(response, marks) : 1;
        float[] advantages = credit.advantages();
        for (int t = 0; t < marks.length; t++) {
            if (marks[t] != 0) {
                advantages[t] = marks[t] * weight;
            }
        }
        return credit.withAdvantages(advantages);
    }

    private static float probability(Trajectory response, float[] marks) {
        float[] logprobs = response.stream(TokenStream.OLD_LOGPROBS);
        double sum = 0;
        for (int t = 0; t < marks.length; t++) {
            sum += marks[t] != 0 ? logprobs[t] : 0;
        }
        return (float) Math.exp(sum);
    }
}
