package org.reason4j.reward.dense.turn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * Advantages from rewards of turns and from the outcome, each compared with the group by itself, with PPO's clipped objective.
 *
 * <p>Tokens before the environment's first answer get {@code A_outcome + c A_turn}, later ones {@code A_outcome}; where the
 * environment says nothing, all tokens get the sum. The turn's reward is the sum of a response's token rewards, such as those of
 * {@code turn-reward}; the outcome is the rest. Both {@code A} are {@link TurnAdvantage#standardized}.
 *
 * @see <a href="https://arxiv.org/abs/2505.11821">MT-GRPO, section 4.2</a>
 */
public record MtGrpo(MtGrpoConfig config) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS).groupsOf(2);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double[] outcomes = TurnAdvantage.standardized(group.trajectories().stream()
                    .mapToDouble(ScoredTrajectory::outcome)
                    .toArray());
            double[] turns = TurnAdvantage.standardized(group.trajectories().stream()
                    .mapToDouble(scored -> scored.reward() - scored.outcome())
                    .toArray());
            for (int i = 0; i < outcomes.length; i++) {
                Trajectory trajectory = group.trajectories().get(i).trajectory();
                credits.add(Credit.of(trajectory, advantages(trajectory, outcomes[i], turns[i])));
            }
        }
        return credits;
    }

    private float[] advantages(Trajectory trajectory, double outcome, double turn) {
        List<Turns.Turn> turns = Turns.of(trajectory);
        float[] advantages = new float[trajectory.length()];
        Arrays.fill(advantages, (float) outcome);
        int first = turns.size() > 1 ? turns.get(0).end() : advantages.length;
        Arrays.fill(advantages, 0, first, (float) (outcome + config.turnWeight() * turn));
        return advantages;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
