package org.reason4j.reward.shaping;

import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;

/**
 * The place of a response in its group in place of its reward: {@code (worse + (equal - 1) / 2) / (G - 1)}.
 *
 * <p>Equal rewards share the mean of their places; a response by itself stands in the middle. The greedy response of a
 * group stays as it is.
 */
public final class Rank implements RewardShaper {

    /** The numbers that places become. */
    public enum Scale {
        /** From 0 for the worst to 1 for the best. */
        UNIT,
        /** From -1 for the worst to 1 for the best. */
        CENTRED
    }

    /**
     * Settings of ranks.
     *
     * @param scale numbers of the worst and the best
     */
    public record Config(Scale scale) {

        /** From 0 to 1. */
        public static final Config DEFAULTS = new Config(Scale.UNIT);
    }

    private final Config config;

    public Rank(Config config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream()
                .map(group -> Rewards.replaced(group, of(config.scale(), Rewards.of(group, ""))))
                .toList();
    }

    /** The place of each of these rewards, {@code [G]}. */
    static double[] of(Scale scale, double... rewards) {
        double[] ranks = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            double below = -0.5;
            for (double other : rewards) {
                below += other < rewards[i] ? 1 : other == rewards[i] ? 0.5 : 0;
            }
            double unit = rewards.length == 1 ? 0.5 : below / (rewards.length - 1);
            ranks[i] = scale == Scale.UNIT ? unit : 2 * unit - 1;
        }
        return ranks;
    }
}
