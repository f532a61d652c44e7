package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * The group's mean and the step's deviation: {@code A_i = (r_i - mean_g(r)) / (std(r) + epsilon)} with the sample deviation
 * of all rewards of the step. A group of nearly equal rewards keeps its small advantages small.
 *
 * <p>{@link BatchNormalised} takes the deviation of what is left after the group's mean instead.
 *
 * @param epsilon added to the deviation, at least 0
 * @see <a href="https://arxiv.org/abs/2508.08221">Tricks or traps (Lite PPO): group-level mean, batch-level deviation</a>
 */
public record LitePpo(double epsilon) implements Advantage {

    /** TRL's constant, {@code scale_rewards="batch"}. */
    public static final LitePpo DEFAULTS = new LitePpo(1e-4);

    public LitePpo {
        check(epsilon >= 0 && Double.isFinite(epsilon), "lite-ppo.epsilon must be at least 0, got %s", epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        double deviation = Statistics.deviation(Rewards.of(groups));
        double factor = deviation == 0 ? 0 : 1 / (deviation + epsilon);
        return Rewards.credits(groups, Rewards.centred(groups), factor);
    }
}
