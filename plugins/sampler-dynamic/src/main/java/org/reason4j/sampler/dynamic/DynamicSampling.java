package org.reason4j.sampler.dynamic;

import java.util.Arrays;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.track.Metrics;

/**
 * Leaves out groups whose rewards are all equal: their deviation is 0 and a comparison within the group gives no
 * gradient. A group of one is kept, as in verl.
 *
 * <p>It sees rewards before shaping, so a length penalty that comes as a shaper makes no difference here, as in the
 * paper. Core then samples further prompts, up to {@code rollout.maxBatches} batches per step, and learns from the
 * groups so far.
 *
 * <p>Metric: {@code filter/uniform_groups}, the number of groups left out in a step.
 *
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, section 3.2, equation 11</a>
 */
public final class DynamicSampling implements GroupFilter {

    private final GroupMetric metric;
    private final Metrics metrics;

    public DynamicSampling(DynamicSamplingConfig config, Metrics metrics) {
        this.metric = new GroupMetric(config.metric());
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return metric.requirements();
    }

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        if (isUniform(metric.of(group))) {
            metrics.add("filter/uniform_groups", 1);
            return Optional.empty();
        }
        metrics.add("filter/uniform_groups", 0);
        return Optional.of(group);
    }

    /** Returns true if there are at least two values, all of them equal. */
    static boolean isUniform(double[] values) {
        return values.length > 1 && Arrays.stream(values).distinct().count() == 1;
    }
}
