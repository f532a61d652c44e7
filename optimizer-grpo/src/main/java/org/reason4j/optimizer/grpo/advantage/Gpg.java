package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;

/**
 * Group policy gradient's advantage: {@code A_i = alpha (r_i - mean(r)) / F}, where {@code alpha} makes up for groups that
 * give no gradient, and {@code F} is 1 or the group's deviation plus {@code epsilon}.
 *
 * <p>Groups of equal rewards, and a response without siblings, have advantage 0. (verl passes the reward of a lone response
 * through.)
 *
 * @param alpha the factor on all advantages of the step
 * @param groupDeviation the divisor {@code F}; none for 1
 * @param epsilon added to the group's deviation
 * @see <a href="https://arxiv.org/abs/2504.02546">GPG, equations 5 to 7</a>
 */
public record Gpg(Alpha alpha, GroupDeviation groupDeviation, double epsilon) implements Advantage {

    /** What makes up for groups without a gradient. */
    public enum Alpha {
        /** All groups over those whose rewards differ: the mean gradient is that of the groups that have one. */
        VALID_GROUPS,
        /** All responses over those with a reward other than 0, as verl. */
        NONZERO_REWARDS,
        /** Nothing: 1. */
        NONE
    }

    /** The paper's: no deviation, groups with a gradient. */
    public static final Gpg DEFAULTS = new Gpg(Alpha.VALID_GROUPS, GroupDeviation.NONE, 1e-6);

    /** verl's estimator, {@code compute_gpg_outcome_advantage}. */
    public static final Gpg VERL = new Gpg(Alpha.NONZERO_REWARDS, GroupDeviation.NONE, 1e-6);

    public Gpg {
        check(epsilon >= 0 && Double.isFinite(epsilon), "gpg.epsilon must be at least 0, got %s", epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        Estimate groupRelative =
                new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, groupDeviation, epsilon, Singleton.ZERO, false);
        List<double[]> advantages = groups.stream()
                .map(group -> GroupRelativeAdvantage.of(group.rewards(), groupRelative))
                .toList();
        return Rewards.credits(groups, advantages, alpha(groups));
    }

    private double alpha(List<ScoredGroup> groups) {
        return switch (alpha) {
            case NONE -> 1;
            case VALID_GROUPS ->
                groups.size()
                        / (double) Math.max(
                                1,
                                groups.stream()
                                        .filter(group -> Statistics.deviation(group.rewards()) > 0)
                                        .count());
            case NONZERO_REWARDS -> {
                double[] rewards = Rewards.of(groups);
                long paid = Arrays.stream(rewards).filter(reward -> reward != 0).count();
                yield rewards.length / (double) Math.max(1, paid);
            }
        };
    }
}
