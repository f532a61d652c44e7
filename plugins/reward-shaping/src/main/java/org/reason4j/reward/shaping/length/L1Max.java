package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.shaping.Rewards;

/**
 * A right response is worth the more, the further it stays below the budget that its prompt states; its reward is multiplied
 * by {@code (clip(alpha (budget - L), -1, 1) + 1) / 2}, as the authors' program has it, or by {@code clip(alpha (budget - L) +
 * delta, 0, 1)}, as the paper does. A wrong one keeps its reward. The greedy response is treated alike.
 *
 * <p>Metric: {@code l1/within}, the share of responses that are no longer than their budget.
 *
 * @see <a href="https://arxiv.org/abs/2503.04697">L1: LCPO-Max</a>
 */
public record L1Max(Config config, Budgets budgets, Metrics metrics) implements RewardShaper {

    /** The factor of a right response. */
    public enum Form {
        /** {@code (clip(alpha (budget - L), -1, 1) + 1) / 2}: a half at the budget. */
        CODE,
        /** {@code clip(alpha (budget - L) + delta, 0, 1)}: {@code delta} at the budget. */
        PAPER
    }

    /**
     * Settings of the largest budget.
     *
     * @param reward key of the reward that says what is right; empty for the composed reward
     * @param above value that a right response exceeds
     * @param field of the prompt that holds its budget, in tokens
     * @param form of the factor
     * @param alpha change of the factor per token, above 0
     * @param delta factor at the budget, in [0, 1]; in the paper's form only
     */
    public record Config(String reward, double above, String field, Form form, double alpha, double delta) {

        /**
         * The form of the program, which falls from 1 to 0 within 100 tokens around the budget.
         *
         * @see <a href="https://github.com/cmu-l3/l1">cmu-l3/l1, get_delta_score_linear_both</a>
         */
        public static final Config DEFAULTS = new Config("", 0, "budget", Form.CODE, 0.01, 0.5);

        public Config {
            Rewards.checkFinite("l1-max.above", above);
            check(alpha > 0 && Double.isFinite(alpha), "l1-max.alpha must be positive, got %s", alpha);
            check(delta >= 0 && delta <= 1, "l1-max.delta must be in [0, 1], got %s", delta);
        }
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward()).and(budgets.requirements(config.field()));
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        int budget = budgets.of(group.prompt(), config.field());
        for (int length : Lengths.of(group)) {
            metrics.mean("l1/within", length <= budget ? 1 : 0);
        }
        return group.mapAll(one -> Rewards.isRight(one, config.reward(), config.above())
                ? Rewards.scaled(one, factor(budget, one.trajectory().length(), config))
                : one);
    }

    /** The factor of a right response, in [0, 1]. */
    static double factor(int budget, int length, Config config) {
        double distance = config.alpha() * ((double) budget - length);
        return switch (config.form()) {
            case CODE -> (clip(distance, -1, 1) + 1) / 2;
            case PAPER -> clip(distance + config.delta(), 0, 1);
        };
    }

    private static double clip(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
