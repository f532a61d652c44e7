package org.reason4j.sampler.dynamic;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.track.Metrics;
import org.reason4j.sampler.dynamic.GfpoConfig.By;

/**
 * Learns from the {@code size} shortest responses of a large group, or from those with the most reward per token, {@code R / L}. So
 * long responses teach nothing, whether they are right or wrong, and no reward has to weigh length against being right. Statistics
 * are those of the responses that are left. Of equal ones those with the smaller sample index are taken.
 *
 * <p>Metrics: {@code filter/left_out_responses}, the number of responses left out in a step; {@code gfpo/kept_length}, the mean
 * length of those that are kept.
 *
 * @see <a href="https://arxiv.org/abs/2508.09726">GFPO: sample more to think less, section 3</a>
 */
public final class Gfpo implements GroupFilter {

    private final GfpoConfig config;
    private final GroupMetric metric;
    private final Metrics metrics;

    public Gfpo(GfpoConfig config, Metrics metrics) {
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
        return config.by() == By.EFFICIENCY ? metric.requirements() : Requirements.NONE;
    }

    @Override
    public Optional<ScoredGroup> filter(ScoredGroup group) {
        ScoredGroup ordered = PartOfGroup.bySample(group);
        double[] lengths = ordered.trajectories().stream()
                .mapToDouble(one -> one.trajectory().length())
                .toArray();
        List<Integer> selected = config.by() == By.SHORTNESS
                ? PartOfGroup.smallest(lengths, config.size())
                : efficient(metric.of(ordered), lengths, config.size());
        metrics.add("filter/left_out_responses", group.size() - selected.size());
        selected.forEach(i -> metrics.mean("gfpo/kept_length", lengths[i]));
        return Optional.of(PartOfGroup.of(group, ordered, selected));
    }

    /** Indices of the {@code k} largest {@code R / L}, ascending; a response without tokens counts as one of one token. */
    static List<Integer> efficient(double[] rewards, double[] lengths, int k) {
        double[] inefficiency = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            inefficiency[i] = -rewards[i] / Math.max(1, lengths[i]);
        }
        return PartOfGroup.smallest(inefficiency, k);
    }
}
