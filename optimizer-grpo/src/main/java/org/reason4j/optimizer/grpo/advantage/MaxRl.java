package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;

/**
 * Maximum-likelihood reinforcement learning's advantage: {@code A_i = (r_i - mean(r)) / (mean(r) + epsilon)}.
 *
 * <p>For rewards of 0 and 1 a success has {@code 1/p - 1} and a failure -1, with {@code p} the share of successes: the
 * gradient is not that of {@code p} but of {@code ln p}, up to the order that the group's size allows. A group without a
 * success has advantage 0. The mean must measure success, so a reward below 0 is refused.
 *
 * @param epsilon added to the mean, at least 0
 * @param singleton advantage of a response whose siblings have no score
 * @see <a href="https://arxiv.org/abs/2602.02710">Maximum likelihood reinforcement learning (MaxRL)</a>
 */
public record MaxRl(double epsilon, Singleton singleton) implements Advantage {

    /** Nothing is added to the mean, as prime-rl does. */
    public static final MaxRl DEFAULTS = new MaxRl(0, Singleton.ZERO);

    /** SkyRL's: {@code 1e-6} is added, and a lone response keeps its reward. */
    public static final MaxRl SKYRL = new MaxRl(1e-6, Singleton.REWARD);

    public MaxRl {
        check(epsilon >= 0 && Double.isFinite(epsilon), "max-rl.epsilon must be at least 0, got %s", epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        groups.stream().flatMap(group -> group.trajectories().stream()).forEach(MaxRl::requireSuccess);
        return Rewards.perGroup(groups, this::advantages);
    }

    private static void requireSuccess(ScoredTrajectory one) {
        check(
                one.reward() >= 0,
                "The advantage 'max-rl' divides by the mean reward of a group, which must measure success, but the reward of"
                        + " the %s is %s. Give rewards of 0 and more: 0 and 1 instead of -1 and 1, and no penalty that goes"
                        + " below 0; or choose another advantage",
                one.trajectory(),
                one.reward());
    }

    private double[] advantages(double... rewards) {
        if (rewards.length == 1) {
            return new double[] {singleton == Singleton.REWARD ? rewards[0] : 0};
        }
        double mean = Statistics.mean(rewards);
        return mean == 0
                ? new double[rewards.length]
                : Statistics.scaled(1 / (mean + epsilon), Statistics.centred(rewards));
    }
}
