package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * Centred in the group, divided by the deviation of the step: {@code A_i = c_i / (std(c) + epsilon)} with {@code c_i = r_i -
 * mean_g(r)} and the sample deviation of all {@code c} of the step, as ScaleRL normalises. Between groups that differ only in
 * their means, nothing is divided by the difference of the means, unlike {@link LitePpo}.
 *
 * @param epsilon added to the deviation, at least 0
 * @see <a href="https://arxiv.org/abs/2510.13786">The art of scaling RL compute (ScaleRL): batch-level normalisation; the
 *     divisor and the constant are not said</a>
 */
public record BatchNormalised(double epsilon) implements Advantage {

    /** A constant that keeps rounding from becoming a signal. */
    public static final BatchNormalised DEFAULTS = new BatchNormalised(1e-6);

    public BatchNormalised {
        check(epsilon >= 0 && Double.isFinite(epsilon), "batch-normalised.epsilon must be at least 0, got %s", epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        List<double[]> centred = Rewards.centred(groups);
        double deviation = Statistics.deviation(Rewards.flat(centred));
        return Rewards.credits(groups, centred, deviation == 0 ? 0 : 1 / (deviation + epsilon));
    }
}
