package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * A price for every token by which a response misses the budget that its prompt states: {@code R - alpha |budget - L|}, for
 * right and for wrong responses, and for the greedy one.
 *
 * <p>Metric: {@code l1/distance}, {@code |budget - L|}, mean over responses.
 *
 * @see <a href="https://arxiv.org/abs/2503.04697">L1: LCPO-Exact</a>
 */
public record L1Exact(Config config, Budgets budgets, Metrics metrics) implements RewardShaper {

    /**
     * Settings of the exact budget.
     *
     * @param field of the prompt that holds its budget, in tokens
     * @param alpha price of a token, at least 0
     */
    public record Config(String field, double alpha) {

        /**
         * 0.0003 for a token.
         *
         * @see <a href="https://github.com/cmu-l3/l1">cmu-l3/l1, run_l1_exact.sh</a>
         */
        public static final Config DEFAULTS = new Config("budget", 3e-4);

        public Config {
            check(alpha >= 0 && Double.isFinite(alpha), "l1-exact.alpha must be at least 0, got %s", alpha);
        }
    }

    @Override
    public Requirements requirements() {
        return budgets.requirements(config.field());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        int budget = budgets.of(group.prompt(), config.field());
        for (int length : Lengths.of(group)) {
            metrics.mean("l1/distance", Math.abs(budget - length));
        }
        return group.mapAll(one -> shape(one, budget));
    }

    private ScoredTrajectory shape(ScoredTrajectory one, int budget) {
        return one.withOutcome(one.outcome() + term(budget, one.trajectory().length(), config.alpha()));
    }

    /** The term that is added to the reward of a response, at most 0. */
    static double term(int budget, int length, double alpha) {
        return -alpha * Math.abs(budget - length);
    }
}
