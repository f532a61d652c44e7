package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A length reward that waits while accuracy is below its best: a right response gets {@code 1/2} if it is at most {@code
 * tolerance} tokens longer than the shortest right one of its group, else {@code 1/2 - (L - min) / (max - min + 1e-5)}, with
 * the least and the largest length of the right ones. {@code weight} times that is added to the outcome, in steps whose share
 * of right responses is at least the best of all steps so far, less {@code accuracyTolerance}.
 *
 * <p>Wrong responses get nothing, and the greedy one stays as it is.
 *
 * <p>Metrics: {@code short_rl/active}, 1 in a step with a length reward, else 0; {@code short_rl/best_accuracy}.
 *
 * @see <a href="https://arxiv.org/abs/2505.12284">Efficient RL training for reasoning models via length-aware optimization
 *     (Short-RL)</a>
 */
public final class ShortRl implements RewardShaper, Stateful {

    private static final String BEST = "best";

    /**
     * Settings of Short-RL.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param weight factor of the length reward, at least 0
     * @param tolerance tokens beyond the shortest right response that cost nothing, at least 0
     * @param accuracyTolerance how far accuracy may be below its best, in [0, 1]
     */
    public record Config(String reward, double above, double weight, int tolerance, double accuracyTolerance) {

        /** A hundred tokens, and a twentieth of accuracy. */
        public static final Config DEFAULTS = new Config("", 0, 1, 100, 0.05);

        public Config {
            Rewards.checkFinite("short-rl.above", above);
            check(weight >= 0 && Double.isFinite(weight), "short-rl.weight must be at least 0, got %s", weight);
            check(tolerance >= 0, "short-rl.tolerance must be at least 0, got %s", tolerance);
            check(
                    accuracyTolerance >= 0 && accuracyTolerance <= 1,
                    "short-rl.accuracyTolerance must be in [0, 1], got %s",
                    accuracyTolerance);
        }
    }

    private final Config config;
    private final Metrics metrics;
    private double best;

    public ShortRl(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward()).groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        if (groups.isEmpty()) {
            return groups;
        }
        double accuracy = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .mapToInt(one -> Rewards.isRight(one, config.reward(), config.above()) ? 1 : 0)
                .average()
                .orElse(0);
        best = Math.max(best, accuracy);
        boolean active = accuracy >= best - config.accuracyTolerance();
        metrics.mean("short_rl/active", active ? 1 : 0);
        metrics.mean("short_rl/best_accuracy", best);
        return active ? groups.stream().map(this::shape).toList() : groups;
    }

    private ScoredGroup shape(ScoredGroup group) {
        int[] lengths = Lengths.of(group);
        boolean[] right = Rewards.right(group, config.reward(), config.above());
        int[] among = IntStream.range(0, lengths.length)
                .filter(i -> right[i])
                .map(i -> lengths[i])
                .toArray();
        int min = IntStream.of(among).min().orElse(0);
        int max = IntStream.of(among).max().orElse(0);
        return Rewards.added(
                group,
                IntStream.range(0, lengths.length)
                        .mapToDouble(i -> right[i] ? config.weight() * of(lengths[i], min, max, config.tolerance()) : 0)
                        .toArray());
    }

    /** The length reward of a right response. */
    static double of(int length, int min, int max, int tolerance) {
        return length <= min + tolerance ? 0.5 : 0.5 - (length - min) / (max - min + 1e-5);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(BEST, best);
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get(BEST) instanceof Number saved)) {
            throw new IllegalArgumentException(
                    "The saved state of shaper 'short-rl' has no number '" + BEST + "': " + state);
        }
        best = saved.doubleValue();
    }
}
