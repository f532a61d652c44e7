package org.reason4j.sampler.budget;

import java.util.Arrays;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;

/** A request that goes on with a beginning of a response, after tokens that were not sampled and so are not learned. */
final class Continuation {

    private Continuation() {}

    /**
     * Returns the request.
     *
     * @param kept number of tokens of the response that it begins with
     * @param inserted tokens behind them
     * @param params of what is written now
     */
    static RolloutRequest of(Trajectory written, int kept, int[] inserted, SamplingParams params) {
        int length = kept + inserted.length;
        int[] tokens = Arrays.copyOf(Arrays.copyOf(written.response(), kept), length);
        System.arraycopy(inserted, 0, tokens, kept, inserted.length);
        RolloutRequest request = RolloutRequest.of(written.prompt(), written.sample(), params)
                .withPrefix(tokens)
                .withLearned(Arrays.copyOf(Arrays.copyOf(written.learned(), kept), length));
        for (TokenStream stream : written.streams()) {
            request = request.with(stream, Arrays.copyOf(Arrays.copyOf(written.stream(stream), kept), length));
        }
        return request;
    }

    /** Refuses a response with turns: a budget would count what an environment says. */
    static void refuseTurns(Trajectory written, String sampler) {
        ConfigException.check(
                written.find(TokenStream.TURN_REWARDS).isEmpty(),
                "Sampler '%s' does not go with an environment: a budget would count what the environment"
                        + " says, and the phrase would interrupt it. Leave out one of them.",
                sampler);
    }
}
