package org.reason4j.regularizer.entropy;

import java.util.function.Function;
import org.reason4j.api.data.EntropyMinimization;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingSchedule;

/**
 * Draws every token from a distribution of lower entropy than the policy's, without a change of weights. The decoder lowers
 * it; see {@link EntropyMinimization}. Requests that lower it in a way of their own keep that.
 *
 * @see <a href="https://arxiv.org/abs/2505.15134">The unreasonable effectiveness of entropy minimization in LLM reasoning
 *     (EM-INF)</a>
 */
public final class EmInf implements SamplingSchedule {

    private final EntropyMinimization minimization;

    public EmInf(EmInfConfig config) {
        minimization = config.minimization();
    }

    @Override
    public Function<RolloutRequest, SamplingParams> forStep(int step) {
        return request -> {
            SamplingParams params = request.params();
            return params.entropyMinimization().isPresent() ? params : params.withEntropyMinimization(minimization);
        };
    }
}
