package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A reward that goes on half a cosine from its value for the shortest response to that for the longest: {@code long + (short
 * - long) (1 + cos(pi min(L / maxTokens, 1))) / 2}, with a pair of values for right responses and another for wrong ones.
 *
 * <p>It replaces the composed reward, also of the greedy response. By default a right response is better when it is short,
 * and a wrong one when it is long: the policy thinks longer where it does not know.
 *
 * <p>Metric: {@code cosine_length/reward}, mean over responses.
 *
 * @see <a href="https://arxiv.org/abs/2502.03373">Demystifying Long Chain-of-Thought: cosine reward</a>
 */
public record CosineLength(Config config, Metrics metrics) implements RewardShaper {

    /**
     * Settings of the cosine reward.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param maxTokens length at which the second value is reached, at least 1; {@code rollout.maxTokens}
     * @param rightShort reward of a right response without tokens
     * @param rightLong reward of a right response of {@code maxTokens}
     * @param wrongShort reward of a wrong response without tokens
     * @param wrongLong reward of a wrong response of {@code maxTokens}
     * @param exceed reward of a response that was cut off, right or wrong; left out for that of its length
     */
    public record Config(
            String reward,
            double above,
            int maxTokens,
            double rightShort,
            double rightLong,
            double wrongShort,
            double wrongLong,
            Optional<Double> exceed) {

        /**
         * Right responses from 1 down to 0.5, wrong ones from -1 up to -0.5.
         *
         * @see <a href="https://github.com/huggingface/open-r1">open-r1, get_cosine_scaled_reward</a>
         */
        public static final Config DEFAULTS = new Config("", 0, 16384, 1, 0.5, -1, -0.5, Optional.empty());

        public Config {
            Rewards.checkFinite("cosine-length.above", above);
            check(maxTokens >= 1, "cosine-length.maxTokens must be at least 1, got %s", maxTokens);
            Rewards.checkFinite("cosine-length.rightShort", rightShort);
            Rewards.checkFinite("cosine-length.rightLong", rightLong);
            Rewards.checkFinite("cosine-length.wrongShort", wrongShort);
            Rewards.checkFinite("cosine-length.wrongLong", wrongLong);
            exceed.ifPresent(value -> Rewards.checkFinite("cosine-length.exceed", value));
        }
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(one -> metrics.mean("cosine_length/reward", value(one)));
        return groups.stream()
                .map(group -> group.mapAll(one -> Rewards.replaced(one, value(one))))
                .toList();
    }

    private double value(ScoredTrajectory one) {
        Trajectory trajectory = one.trajectory();
        double ofLength = of(trajectory.length(), Rewards.isRight(one, config.reward(), config.above()), config);
        return trajectory.finish() == Finish.LENGTH ? config.exceed().orElse(ofLength) : ofLength;
    }

    /** The reward of a response of that length. */
    static double of(int length, boolean right, Config config) {
        double shortest = right ? config.rightShort() : config.wrongShort();
        double longest = right ? config.rightLong() : config.wrongLong();
        double progress = Math.min(1, (double) length / config.maxTokens());
        return longest + (shortest - longest) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
