package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Correctness scaled by length: with {@code c = L / maxTokens}, {@code (k + (1 - k) c)(1 - c)} for a right response and
 * {@code c - 1} for a wrong one.
 *
 * <p>A short right response is worth most and a short wrong one least: where it does not know, the policy should think on.
 * A response that was cut off gets {@code exceed}, right or wrong. It replaces the composed reward.
 *
 * <p>Metric: {@code length_scaled/completion}, {@code c}, mean over responses.
 *
 * @see <a href="https://arxiv.org/abs/2502.03373">Demystifying Long Chain-of-Thought; length_scaled.py</a>
 */
public final class LengthScaled implements RewardShaper {

    /**
     * Settings of correctness scaled by length.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param maxTokens length at which nothing is left, at least 1; {@code rollout.maxTokens}
     * @param k reward of a right response without tokens, in [0, 1]
     * @param exceed reward of a response that was cut off
     */
    public record Config(String reward, double above, int maxTokens, double k, double exceed) {

        /** Half a point for the shortest right response. */
        public static final Config DEFAULTS = new Config("", 0, 16384, 0.5, 0);

        public Config {
            Rewards.checkFinite("length-scaled.above", above);
            check(maxTokens >= 1, "length-scaled.maxTokens must be at least 1, got %s", maxTokens);
            check(k >= 0 && k <= 1, "length-scaled.k must be in [0, 1], got %s", k);
            Rewards.checkFinite("length-scaled.exceed", exceed);
        }
    }

    private final Config config;
    private final Metrics metrics;

    public LengthScaled(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(one -> metrics.mean("length_scaled/completion", completion(one.trajectory())));
        return groups.stream().map(group -> group.mapAll(this::shape)).toList();
    }

    private ScoredTrajectory shape(ScoredTrajectory one) {
        boolean right = Rewards.of(one, config.reward()) > config.above();
        Trajectory trajectory = one.trajectory();
        return Rewards.replaced(
                one,
                trajectory.finish() == Finish.LENGTH ? config.exceed() : of(completion(trajectory), right, config.k()));
    }

    private double completion(Trajectory trajectory) {
        return Math.min(1, (double) trajectory.length() / config.maxTokens());
    }

    /** The reward at a share of the length. */
    static double of(double completion, boolean right, double k) {
        return right ? (k + (1 - k) * completion) * (1 - completion) : completion - 1;
    }
}
