package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Returns;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;

/**
 * An estimate times a weight by how hard its prompt is: {@code A'_i = w(p, A_i > 0) A_i} with {@code p} the share of the
 * group's responses that are right.
 *
 * <p>A group's deviation is itself such a weight: dividing by it favours prompts that are almost always, or almost never,
 * solved. The estimate here does not divide, unless it is told to. Without deviation and weight, rewards of 0 and 1 already
 * have {@code 1 - p} and {@code -p}.
 *
 * <p>The shaper {@code difficulty-weight} weighs rewards instead, before any optimizer subtracts a mean.
 *
 * @param estimate the advantage before its weight
 * @param weight the weight by difficulty
 * @param above reward that a right response exceeds
 */
public record DifficultyWeighted(Estimate estimate, DifficultyWeight weight, double above) implements Advantage {

    /** The distance from the group's mean, in proportion to the share that is wrong. */
    public static final DifficultyWeighted DEFAULTS = new DifficultyWeighted(
            new Estimate(Returns.RESPONSE, 1, Baseline.GROUP_MEAN, GroupDeviation.NONE, 0, Singleton.ZERO, false),
            DifficultyWeight.Focal.DEFAULTS,
            0);

    public DifficultyWeighted {
        check(Double.isFinite(above), "difficulty-weighted.above must be a finite number, got %s", above);
    }

    @Override
    public Requirements requirements() {
        return estimate.requirements().and(Requirements.NONE.groupsOf(2));
    }

    @Override
    public boolean perToken() {
        return estimate.perToken();
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        List<Credit> plain = estimate.credits(groups);
        List<Credit> weighted = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double accuracy = Rewards.right(above, group.rewards()) / (double) Math.max(1, group.size());
            for (int i = 0; i < group.size(); i++) {
                weighted.add(weighted(plain.get(weighted.size()), accuracy));
            }
        }
        return weighted;
    }

    private Credit weighted(Credit credit, double accuracy) {
        float[] advantages = credit.advantages();
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] *= (float) weight.of(accuracy, advantages[t] > 0);
        }
        return credit.withAdvantages(advantages);
    }
}
