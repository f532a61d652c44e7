package org.reason4j.core.engine.rollout.partial;

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * A response as far as it is written. One that is not finished goes on from its tokens, with the weights of then; what is
 * written stays as it is: tokens, log-probabilities of the weights that sampled each, and the version of those weights.
 *
 * @param trajectory the response so far; its parameters are those of the whole response, and its text is only complete once
 *     it is finished
 * @param turns turns that an environment has answered, which are repeated to it before the response goes on
 * @param batch number of the batch that it belongs to, part of every draw's key: a response that is written in parts draws
 *     the same numbers as one that is written at once
 * @param finished whether nothing follows
 */
public record PartialResponse(Trajectory trajectory, List<AnsweredTurn> turns, long batch, boolean finished) {

    public PartialResponse {
        turns = List.copyOf(turns);
        int most = trajectory.params().map(SamplingParams::maxTokens).orElse(0);
        if (!finished && trajectory.length() >= most) {
            throw new IllegalArgumentException(
                    trajectory + " is not finished, but its parameters allow " + most + " tokens");
        }
        int answered = turns.isEmpty() ? 0 : turns.get(turns.size() - 1).end();
        if (answered > trajectory.length()) {
            throw new IllegalArgumentException(
                    trajectory + " has an answered turn that ends after " + answered + " tokens");
        }
    }

    /**
     * A response without a token.
     *
     * @param version of the weights
     */
    public static PartialResponse begun(Prompt prompt, int sample, SamplingParams params, long version, long batch) {
        Trajectory nothing = Trajectory.sampled(prompt, sample, new int[0], "", Finish.LENGTH, version, params);
        return new PartialResponse(nothing, List.of(), batch, false);
    }

    /** The request for all that may follow, which brings what is written. */
    public RolloutRequest rest() {
        SamplingParams params = trajectory.params().orElseThrow();
        RolloutRequest request = RolloutRequest.of(
                        trajectory.prompt(),
                        trajectory.sample(),
                        params.withMaxTokens(params.maxTokens() - trajectory.length()))
                .withPrefix(trajectory.response())
                .withLearned(trajectory.learned());
        for (TokenStream stream : trajectory.streams()) {
            request = request.with(stream, trajectory.stream(stream));
        }
        return request;
    }
}
