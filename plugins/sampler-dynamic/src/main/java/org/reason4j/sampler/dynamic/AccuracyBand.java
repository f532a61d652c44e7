package org.reason4j.sampler.dynamic;

import java.util.Arrays;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.track.Metrics;

/**
 * Keeps prompts of middling difficulty: groups whose share of correct responses is within bounds, the bounds included.
 *
 * <p>Metrics: {@code filter/too_hard_groups} and {@code filter/too_easy_groups}, the numbers of groups left out in a step.
 *
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME, online prompt filtering</a>
 */
public final class AccuracyBand implements GroupFilter {

    private final AccuracyBandConfig config;
    private final GroupMetric metric;
    private final Metrics metrics;

    public AccuracyBand(AccuracyBandConfig config, Metrics metrics) {
        this.config = config;
        this.metric = new GroupMetric(config.metric());
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return metric.requirements();
    }

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        double accuracy = accuracy(metric.of(group), config.threshold());
        boolean hard = accuracy < config.low();
        boolean easy = accuracy > config.high();
        metrics.add("filter/too_hard_groups", hard ? 1 : 0);
        metrics.add("filter/too_easy_groups", easy ? 1 : 0);
        return hard || easy ? Optional.empty() : Optional.of(group);
    }

    /** Share of values that are at least {@code threshold}. */
    static double accuracy(double[] values, double threshold) {
        return (double) Arrays.stream(values).filter(v -> v >= threshold).count() / values.length;
    }
}
