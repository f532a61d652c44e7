package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;

/**
 * Right responses by their length among the right ones of the group: {@code 1 - alpha sigmoid((L - mu) / (sd + 1e-7))};
 * wrong ones get 0.
 *
 * <p>{@code mu} and {@code sd} (divisor {@code n}) are those of the right responses; a single one gets {@code 1 - alpha / 2}.
 * A response that was cut off is not right. It replaces the composed reward; the greedy response of a group stays as it is.
 *
 * @see <a href="https://arxiv.org/abs/2502.04463">Training language models to reason efficiently</a>
 */
public final class EfficientLength implements RewardShaper {

    /**
     * Settings of the group-relative length penalty.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param alpha the whole penalty, in [0, 1)
     */
    public record Config(String reward, double above, double alpha) {

        /** A tenth at most. */
        public static final Config DEFAULTS = new Config("", 0, 0.1);

        public Config {
            Rewards.checkFinite("efficient-length.above", above);
            check(alpha >= 0 && alpha < 1, "efficient-length.alpha must be in [0, 1), got %s", alpha);
        }
    }

    private final Config config;

    public EfficientLength(Config config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        List<ScoredTrajectory> members = group.trajectories();
        int[] lengths =
                members.stream().mapToInt(one -> one.trajectory().length()).toArray();
        boolean[] right = new boolean[lengths.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = Rewards.of(members.get(i), config.reward()) > config.above()
                    && members.get(i).trajectory().finish() != Finish.LENGTH;
        }
        return Rewards.replaced(group, of(lengths, right, config.alpha()));
    }

    /** The reward of each response, {@code [G]}. */
    static double[] of(int[] lengths, boolean[] right, double alpha) {
        double[] among = IntStream.range(0, lengths.length)
                .filter(i -> right[i])
                .mapToDouble(i -> lengths[i])
                .toArray();
        double mean = Arrays.stream(among).average().orElse(0);
        double deviation = Math.sqrt(
                Arrays.stream(among).map(l -> (l - mean) * (l - mean)).average().orElse(0));
        return IntStream.range(0, lengths.length)
                .mapToDouble(i -> right[i] ? 1 - alpha * sigmoid((lengths[i] - mean) / (deviation + 1e-7)) : 0)
                .toArray();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
