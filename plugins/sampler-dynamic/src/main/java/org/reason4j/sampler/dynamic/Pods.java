package org.reason4j.sampler.dynamic;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.track.Metrics;

/**
 * Learns from the {@code size} responses of a group whose rewards have the largest variance, by {@link MaxVariance}: sampling is
 * cheap and parallel, an update is neither. Baselines and deviations are those of the responses that are left, because nothing
 * after a filter sees the others.
 *
 * <p>Metrics: {@code filter/left_out_responses}, the number of responses left out in a step; {@code pods/variance}, of the rewards
 * that are kept, mean over groups.
 *
 * @see <a href="https://arxiv.org/abs/2504.13818">PODS: not all rollouts are useful, section 3.2</a>
 */
public final class Pods implements GroupFilter {

    private final PodsConfig config;
    private final GroupMetric metric;
    private final Metrics metrics;

    public Pods(PodsConfig config, Metrics metrics) {
        this.config = config;
        this.metric = new GroupMetric(config.metric());
        this.metrics = metrics;
    }

    @Override
    public boolean splitsGroups() {
        return true;
    }

    @Override
    public Requirements requirements() {
        return metric.requirements();
    }

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        ScoredGroup ordered = PartOfGroup.bySample(group);
        double[] rewards = metric.of(ordered);
        List<Integer> selected = MaxVariance.of(rewards, config.size());
        metrics.add("filter/left_out_responses", group.size() - selected.size());
        metrics.mean("pods/variance", MaxVariance.variance(rewards, selected));
        return Optional.of(PartOfGroup.of(group, ordered, selected));
    }
}
