package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * The advantage of a response in groups of {@code k} that win where one of them is right.
 *
 * <p>With {@code c} right ones of {@code n}: {@code mu = 1 - C(n - c, k) / C(n, k)}, {@code s = sqrt(mu (1 - mu))};
 * {@code (1 - mu) / (s + epsilon)} for a right response, {@code (1 - mu - C(n - c - 1, k - 1) / C(n - 1, k - 1)) / (s +
 * epsilon)} for a wrong one. It is 0 where no response is right, and where any {@code k} contain a right one.
 *
 * <p>The result is an advantage already: take an optimizer without baseline and deviation, such as {@code grpo} with
 * {@code advantage: {baseline: none, groupDeviation: none}}. The greedy response of a group stays as it is.
 *
 * <p>Metric: {@code passk_training/pass_at_k}, {@code mu}, mean over groups.
 *
 * @see <a href="https://arxiv.org/abs/2508.10751">Pass@k Training: the analytical derivation</a>
 */
public final class PasskTraining implements RewardShaper {

    /**
     * Settings of pass@k training.
     *
     * @param k size of the groups that win together, at least 1
     * @param above reward that a right response exceeds
     * @param epsilon added to the deviation, above 0
     */
    public record Config(int k, double above, double epsilon) {

        /** Groups of four. */
        public static final Config DEFAULTS = new Config(4, 0, 1e-6);

        public Config {
            check(k >= 1, "passk-training.k must be at least 1, got %s", k);
            Rewards.checkFinite("passk-training.above", above);
            check(epsilon > 0 && epsilon <= 1, "passk-training.epsilon must be in (0, 1], got %s", epsilon);
        }
    }

    private final Config config;
    private final Metrics metrics;

    public PasskTraining(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(config.k());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        double[] rewards = Rewards.of(group, "");
        int right = (int) Arrays.stream(rewards).filter(this::isRight).count();
        metrics.mean("passk_training/pass_at_k", passAtK(rewards.length, right, config.k()));
        double ofRight = advantage(rewards.length, right, true, config);
        double ofWrong = advantage(rewards.length, right, false, config);
        return Rewards.replaced(
                group,
                Arrays.stream(rewards)
                        .map(reward -> isRight(reward) ? ofRight : ofWrong)
                        .toArray());
    }

    private boolean isRight(double reward) {
        return reward > config.above();
    }

    /** {@code mu}: the chance that {@code k} of {@code n} contain one of {@code c} right ones. */
    static double passAtK(int n, int c, int k) {
        return n - c < k ? c == 0 ? 0 : 1 : 1 - MaxAtK.share(n - c, k, n, k);
    }

    /** The advantage of a right or a wrong response out of {@code n}, {@code c} of them right. */
    static double advantage(int n, int c, boolean right, Config config) {
        int k = config.k();
        if (c == 0 || n - c < k) {
            return 0;
        }
        double mean = passAtK(n, c, k);
        double deviation = Math.sqrt(mean * (1 - mean));
        double lost = right ? 0 : MaxAtK.share(n - c - 1, k - 1, n - 1, k - 1);
        return (1 - mean - lost) / (deviation + config.epsilon());
    }
}
