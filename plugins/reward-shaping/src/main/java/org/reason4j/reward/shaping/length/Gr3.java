package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A reward divided by length: {@code R / (1 + alpha L / mean(L))}, with the mean over the group. What has no reward has no
 * pressure.
 *
 * <p>A negative reward comes closer to 0 with length, so use rewards of at least 0. The greedy response stays as it is.
 *
 * <p>Metric: {@code gr3/scale}, the factor, mean over responses.
 *
 * @see <a href="https://arxiv.org/abs/2603.10535">GR3: group relative reward rescaling</a>
 */
public record Gr3(Config config, Metrics metrics) implements RewardShaper {

    /**
     * Settings of the division by length.
     *
     * @param alpha weight of the length, at least 0
     */
    public record Config(double alpha) {

        /** A third. */
        public static final Config DEFAULTS = new Config(0.33);

        public Config {
            check(alpha >= 0 && Double.isFinite(alpha), "gr3.alpha must be at least 0, got %s", alpha);
        }
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        double[] scales = scales(Lengths.of(group), config.alpha());
        List<ScoredTrajectory> members = group.trajectories();
        ScoredTrajectory[] scaled = new ScoredTrajectory[scales.length];
        for (int i = 0; i < scales.length; i++) {
            metrics.mean("gr3/scale", scales[i]);
            scaled[i] = Rewards.scaled(members.get(i), scales[i]);
        }
        return group.withTrajectories(List.of(scaled));
    }

    /** The factor of each response, {@code [G]}. */
    static double[] scales(int[] lengths, double alpha) {
        double mean = Arrays.stream(lengths).average().orElse(0);
        return Arrays.stream(lengths)
                .mapToDouble(length -> mean == 0 ? 1 : 1 / (1 + alpha * length / mean))
                .toArray();
    }
}
