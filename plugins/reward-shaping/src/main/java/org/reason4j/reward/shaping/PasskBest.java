package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;

/**
 * Only the best response of a group is paid, by its lead over the second: {@code max - second}, or that divided by the
 * group's deviation plus {@code epsilon}.
 *
 * <p>It is the leave-one-out gradient of the group's maximum. Where several are best, and for a response by itself, all
 * get 0. The deviation has the divisor {@code G - 1}. The result is an advantage already: take an optimizer without
 * baseline and deviation, such as {@code grpo} with {@code advantage: {baseline: none, groupDeviation: none}}. The
 * greedy response of a group stays as it is.
 *
 * @see <a href="https://arxiv.org/abs/2503.19595">Optimizing language models for inference time objectives; verl,
 *     GRPO_PASSK</a>
 */
public final class PasskBest implements RewardShaper {

    /**
     * Settings of best minus second.
     *
     * @param deviation whether the lead is divided by the group's deviation
     * @param epsilon added to the deviation, above 0
     */
    public record Config(boolean deviation, double epsilon) {

        /** Divided by the deviation, as verl. */
        public static final Config DEFAULTS = new Config(true, 1e-6);

        public Config {
            check(epsilon > 0 && epsilon <= 1, "passk-best.epsilon must be in (0, 1], got %s", epsilon);
        }
    }

    private final Config config;

    public PasskBest(Config config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream()
                .map(group -> Rewards.replaced(group, of(config, Rewards.of(group, ""))))
                .toList();
    }

    /** The new reward of each response, {@code [G]}. */
    static double[] of(Config config, double... rewards) {
        double[] sorted = rewards.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double lead = n < 2 ? 0 : sorted[n - 1] - sorted[n - 2];
        double divisor = config.deviation() ? deviation(rewards) + config.epsilon() : 1;
        return Arrays.stream(rewards)
                .map(reward -> reward == sorted[n - 1] ? lead / divisor : 0)
                .toArray();
    }

    private static double deviation(double... rewards) {
        double mean = Arrays.stream(rewards).average().orElse(0);
        double squares =
                Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
        return Math.sqrt(squares / Math.max(1, rewards.length - 1));
    }
}
