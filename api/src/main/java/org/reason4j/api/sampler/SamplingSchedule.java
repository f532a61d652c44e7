package org.reason4j.api.sampler;

import java.util.Map;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.SamplingParams;

/**
 * Changes how tokens are drawn by step, prompt or request: temperature stages, length budgets. It goes with every sampler:
 * each request of the sampler passes through it.
 *
 * <p>A schedule that adapts also implements {@link org.reason4j.api.plugin.Stateful}. Greedy requests are not changed. A
 * trajectory carries the parameters that it was drawn with, and its log-probabilities, entropies and losses are those at
 * its own temperature. A response longer than the recipe's {@code rollout.maxTokens} is refused.
 */
@Extension
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public interface SamplingSchedule {

    /**
     * Returns the parameters of each request of a batch, as a function of the request alone. Called from the training thread
     * when the batch begins; the function is called from the thread that samples, and so reads no state that changes.
     *
     * @param step the step that trains on the batch, from 1
     */
    Function<RolloutRequest, SamplingParams> forStep(int step);

    /** Is told the metrics of a step after it, under the names of {@code metrics.jsonl}. Called from the training thread. */
    default void stepCompleted(int step, Map<String, Double> metrics) {}
}
