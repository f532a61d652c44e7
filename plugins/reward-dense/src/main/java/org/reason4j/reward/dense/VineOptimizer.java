package org.reason4j.reward.dense;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.Whitening;
import org.reason4j.reward.dense.step.LearnedTokens;

/**
 * PPO without a critic: the advantages of the reward {@code vineppo}, with PPO's clipped objective. Rewards count only
 * through the values of continuations, not by their sum.
 */
public record VineOptimizer(VineAdvantageConfig config) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf("the reward 'vineppo'", VineReward.STEP_ADVANTAGES)
                .and(Requirements.lossStreams(TokenStream.OLD_LOGPROBS));
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Trajectory> trajectories = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .toList();
        List<double[]> found =
                trajectories.stream().map(VineOptimizer::advantages).toList();
        List<double[]> advantages = config.whiten() ? Whitening.of(found) : found;
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < trajectories.size(); i++) {
            credits.add(LearnedTokens.credit(trajectories.get(i), advantages.get(i)));
        }
        return credits;
    }

    private static double[] advantages(Trajectory trajectory) {
        return LearnedTokens.of(trajectory, trajectory.stream(VineReward.STEP_ADVANTAGES));
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
