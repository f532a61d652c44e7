package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A length reward by the place of a response between the shortest and the longest of its group: with {@code lambda = 1/2 - (L
 * - min) / (max - min)}, {@code lambda} for a right response and {@code min(0, lambda)} for a wrong one; 0 where all are
 * equally long. {@code weight} times that is added to the outcome.
 *
 * <p>In the first {@code warmup} steps nothing is added. The greedy response of a group stays as it is.
 *
 * <p>Metric: {@code kimi_length/reward}, mean over responses of what was added.
 *
 * @see <a href="https://arxiv.org/abs/2501.12599">Kimi k1.5, section 2.3.3: length penalty</a>
 */
public final class KimiLength implements RewardShaper, Stateful {

    private static final String STEPS = "steps";

    /**
     * Settings of the length reward.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param weight factor of the length reward, at least 0
     * @param warmup number of steps at the beginning without it
     */
    public record Config(String reward, double above, double weight, int warmup) {

        /** From the first step on. */
        public static final Config DEFAULTS = new Config("", 0, 1, 0);

        public Config {
            Rewards.checkFinite("kimi-length.above", above);
            check(weight >= 0 && Double.isFinite(weight), "kimi-length.weight must be at least 0, got %s", weight);
            check(warmup >= 0, "kimi-length.warmup must be at least 0, got %s", warmup);
        }
    }

    private final Config config;
    private final Metrics metrics;
    private int steps;

    public KimiLength(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward()).groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        steps++;
        return steps <= config.warmup()
                ? groups
                : groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        double[] added = of(Lengths.of(group), Rewards.right(group, config.reward(), config.above()));
        for (int i = 0; i < added.length; i++) {
            added[i] *= config.weight();
            metrics.mean("kimi_length/reward", added[i]);
        }
        return Rewards.added(group, added);
    }

    /** The length reward of each response, {@code [G]}. */
    static double[] of(int[] lengths, boolean[] right) {
        int min = Arrays.stream(lengths).min().orElse(0);
        int max = Arrays.stream(lengths).max().orElse(0);
        double[] rewards = new double[lengths.length];
        for (int i = 0; i < rewards.length && min < max; i++) {
            double lambda = 0.5 - (double) (lengths[i] - min) / (max - min);
            rewards[i] = right[i] ? lambda : Math.min(0, lambda);
        }
        return rewards;
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(STEPS, steps);
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get(STEPS) instanceof Number saved)) {
            throw new IllegalArgumentException(
                    "The saved state of shaper 'kimi-length' has no number '" + STEPS + "': " + state);
        }
        steps = saved.intValue();
    }
}
