package org.reason4j.reward.generative.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.reward.generative.reference.AnswerSlot.Filled;

/**
 * Log-probabilities of the reference answer under the policy of the moment, in one pass over a group, at the temperature of its
 * responses.
 *
 * @param maxTokens longest response that is asked about; one that is longer with the reference has no place for it
 */
record AnswerScorer(AnswerSlot slot, ScoringModels models, int maxTokens) {

    /**
     * The reference in a response.
     *
     * @param filled the response with the reference
     * @param logprobs of all of its tokens, {@code [L]}
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by who asked
    record Scored(Filled filled, float[] logprobs) {

        /** Log-probabilities of the tokens with a part of the reference. */
        float[] reference() {
            return Arrays.copyOfRange(logprobs, filled.from(), filled.end());
        }

        /** Log-probabilities of the reference and of all that follows it. */
        float[] answer() {
            return Arrays.copyOfRange(logprobs, filled.from(), logprobs.length);
        }
    }

    /**
     * Scores the reference after the reasoning of each response, in group order; empty where a response has no place for it.
     *
     * @param alone true to score it once more without reasoning, as the last one
     */
    List<Optional<Scored>> of(Group group, boolean alone) {
        List<Optional<Filled>> filled = new ArrayList<>();
        List<Trajectory> asked = new ArrayList<>();
        for (Trajectory response : group.trajectories()) {
            Optional<Filled> own = slot.of(response).filter(one -> one.tokens().length <= maxTokens);
            own.ifPresent(one -> asked.add(asked(response, one)));
            filled.add(own);
        }
        if (alone && !asked.isEmpty()) {
            Filled own = slot.alone(group.prompt());
            asked.add(asked(group.trajectories().get(0), own));
            filled.add(Optional.of(own));
        }
        List<TokenScores> scores =
                asked.isEmpty() ? List.of() : models.get(ModelRef.POLICY).score(asked);
        List<Optional<Scored>> result = new ArrayList<>();
        int next = 0;
        for (Optional<Filled> one : filled) {
            TokenScores own = one.isPresent() ? scores.get(next++) : TokenScores.ofValues(new float[0]);
            result.add(one.map(present -> new Scored(present, own.logprobs())));
        }
        return result;
    }

    private static Trajectory asked(Trajectory response, Filled filled) {
        Trajectory text = Trajectory.demonstration(response.prompt(), response.sample(), filled.tokens(), "");
        Optional<SamplingParams> params = response.params();
        return params.isPresent() ? text.withParams(params.get()) : text;
    }
}
