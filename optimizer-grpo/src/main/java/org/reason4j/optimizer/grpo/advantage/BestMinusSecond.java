package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * The lead of the group's best response over the second, for that response alone: the leave-one-out gradient of the group's
 * maximum. {@code A = (r_max - r_second) / (std(r) + epsilon)} or without the divisor; 0 for all others, and for all where
 * several are best. The deviation is the sample's.
 *
 * <p>The shaper {@code passk-best} has the same numbers as rewards, for optimizers of other plugins; this advantage leaves the
 * reward as it is.
 *
 * @param deviation whether the lead is divided by the group's deviation
 * @param epsilon added to the deviation, at least 0
 * @see <a href="https://arxiv.org/abs/2503.19595">Optimizing language models for inference time objectives; verl,
 *     GRPO_PASSK</a>
 */
public record BestMinusSecond(boolean deviation, double epsilon) implements Advantage {

    /** Divided by the deviation, as verl. */
    public static final BestMinusSecond DEFAULTS = new BestMinusSecond(true, 1e-6);

    public BestMinusSecond {
        check(
                epsilon >= 0 && Double.isFinite(epsilon),
                "best-minus-second.epsilon must be at least 0, got %s",
                epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return Rewards.perGroup(groups, this::advantages);
    }

    private double[] advantages(double... rewards) {
        double[] sorted = rewards.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double lead = n < 2 ? 0 : sorted[n - 1] - sorted[n - 2];
        if (lead == 0) {
            return new double[n];
        }
        double advantage = lead / (deviation ? Statistics.deviation(rewards) + epsilon : 1);
        return Arrays.stream(rewards)
                .map(reward -> reward == sorted[n - 1] ? advantage : 0)
                .toArray();
    }
}
