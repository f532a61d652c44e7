package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A price for every token that grows with how often the prompt is solved: {@code R - beta L / maxTokens * max(p, 1 / K)},
 * with {@code p} the share of the group's {@code K} responses that are right. Easy prompts should be answered briefly; hard
 * ones may take their time.
 *
 * <p>Right and wrong responses pay; the greedy one does not.
 *
 * <p>Metrics: {@code alp/price}, mean over responses, and {@code alp/solve_rate}, {@code p}, mean over groups.
 *
 * @see <a href="https://arxiv.org/abs/2506.05256">Just enough thinking: adaptive length penalties (ALP)</a>
 */
public record Alp(Config config, Metrics metrics) implements RewardShaper {

    /**
     * Settings of the adaptive length penalty.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param beta price of {@code maxTokens} tokens where every response is right, at least 0
     * @param maxTokens length that the price is for, at least 1; {@code rollout.maxTokens}
     */
    public record Config(String reward, double above, double beta, int maxTokens) {

        /** A twentieth for 8192 tokens. */
        public static final Config DEFAULTS = new Config("", 0, 0.05, 8192);

        public Config {
            Rewards.checkFinite("alp.above", above);
            check(beta >= 0 && Double.isFinite(beta), "alp.beta must be at least 0, got %s", beta);
            check(maxTokens >= 1, "alp.maxTokens must be at least 1, got %s", maxTokens);
        }
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward()).groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        double rate = share(Rewards.right(group, config.reward(), config.above()));
        metrics.mean("alp/solve_rate", rate);
        int[] lengths = Lengths.of(group);
        double[] added = new double[lengths.length];
        for (int i = 0; i < added.length; i++) {
            added[i] = -price(lengths[i], rate, added.length, config);
            metrics.mean("alp/price", -added[i]);
        }
        return Rewards.added(group, added);
    }

    /** The share that is true; 0 for none. */
    static double share(boolean... right) {
        int count = 0;
        for (boolean one : right) {
            count += one ? 1 : 0;
        }
        return right.length == 0 ? 0 : (double) count / right.length;
    }

    /** The price of a response of that length among {@code size} of which a share is right. */
    static double price(int length, double rate, int size, Config config) {
        return config.beta() * length / config.maxTokens() * Math.max(rate, 1.0 / size);
    }
}
