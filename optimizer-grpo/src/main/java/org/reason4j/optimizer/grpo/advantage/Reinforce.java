package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.stream.Stream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * The rewards still to come, less what responses earned in earlier steps: {@code A_t = G_t - b} with {@code G_t} from {@link
 * ReturnsToGo}. The baseline {@code b} is a mean of the steps before this one, so that it depends on no response of its
 * own; it is 0 at the first step.
 *
 * @param gamma discount per learned token, in (0, 1]
 * @param baseline whether a running mean of the reward is subtracted
 * @param decay share of the running mean that a step keeps, in [0, 1)
 * @see <a href="https://doi.org/10.1007/BF00992696">Williams 1992, REINFORCE, section 5: reinforcement comparison</a>
 */
public record Reinforce(double gamma, boolean baseline, double decay) implements Advantage {

    /** The undiscounted return without a baseline. */
    public static final Reinforce DEFAULTS = new Reinforce(1, false, 0.9);

    private static final String REWARD = "reward";

    public Reinforce {
        check(gamma > 0 && gamma <= 1, "reinforce.gamma must be in (0, 1], got %s", gamma);
        check(decay >= 0 && decay < 1, "reinforce.decay must be in [0, 1), got %s", decay);
    }

    @Override
    public boolean perToken() {
        return true;
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return credits(groups, new RunningMeans());
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups, RunningMeans memory) {
        double expected = baseline ? memory.mean(REWARD).orElse(0) : 0;
        List<Credit> credits =
                responses(groups).map(one -> credit(one, expected)).toList();
        if (baseline && !credits.isEmpty()) {
            memory.add(REWARD, Statistics.mean(Rewards.of(groups)), decay);
        }
        return credits;
    }

    private Credit credit(ScoredTrajectory one, double expected) {
        double[] returns = ReturnsToGo.of(one, gamma);
        float[] advantages = new float[returns.length];
        for (int t = 0; t < returns.length; t++) {
            advantages[t] = (float) (returns[t] - expected);
        }
        return Credit.of(one.trajectory(), advantages);
    }

    private static Stream<ScoredTrajectory> responses(List<ScoredGroup> groups) {
        return groups.stream().flatMap(group -> group.trajectories().stream());
    }
}
