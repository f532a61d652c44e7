package org.reason4j.reward.dense;

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
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.Whitening;
import org.reason4j.reward.dense.step.LearnedTokens;

/**
 * PRIME's advantage, {@link PrimeAdvantage}, with PPO's clipped objective.
 *
 * <p>The process part is the sum of token rewards, the outcome part the rest: a recipe lists the reward {@code prime}
 * and a reward for right answers, with the paper's weights 5 and 5. A recipe without the reward {@code prime} is
 * refused, because it would compare outcomes only. Responses without a learned token are ignored.
 */
public record PrimeOptimizer(PrimeAdvantageConfig config) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf("the reward 'prime'", ImplicitRewardModel.LOGPROBS)
                .and(Requirements.lossStreams(TokenStream.OLD_LOGPROBS))
                .groupsOf(2);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<List<ScoredTrajectory>> written = groups.stream()
                .map(group -> group.trajectories().stream()
                        .filter(scored -> scored.trajectory().learnedTokens() > 0)
                        .toList())
                .filter(group -> !group.isEmpty())
                .toList();
        double scale = config.scale() ? 1 / (largestReturn(written) + 1e-6) : 1;
        List<ScoredTrajectory> all = written.stream().flatMap(List::stream).toList();
        List<double[]> returns = written.stream()
                .flatMap(group -> returns(group, scale).stream())
                .toList();
        List<double[]> advantages = Whitening.of(returns);
        List<Credit> credits = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            credits.add(LearnedTokens.credit(all.get(i).trajectory(), advantages.get(i)));
        }
        return credits;
    }

    private double largestReturn(List<List<ScoredTrajectory>> groups) {
        return groups.stream()
                .flatMap(List::stream)
                .flatMapToDouble(
                        scored -> Arrays.stream(PrimeAdvantage.returns(tokenRewards(scored), config.processGamma())))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private static double[] tokenRewards(ScoredTrajectory scored) {
        return LearnedTokens.of(scored.trajectory(), scored.tokenRewards());
    }

    private List<double[]> returns(List<ScoredTrajectory> group, double scale) {
        double[][] rewards = group.stream()
                .map(scored -> Arrays.stream(tokenRewards(scored))
                        .map(reward -> reward * scale)
                        .toArray())
                .toArray(double[][]::new);
        double[][] process = PrimeAdvantage.process(rewards);
        double[] outcome = PrimeAdvantage.outcome(
                group.stream().mapToDouble(ScoredTrajectory::outcome).toArray());
        List<double[]> returns = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            double[] both = PrimeAdvantage.returns(process[i], config.processGamma());
            double[] last =
                    PrimeAdvantage.returns(PrimeAdvantage.onLast(outcome[i], both.length), config.outcomeGamma());
            for (int t = 0; t < both.length; t++) {
                both[t] += last[t];
            }
            returns.add(both);
        }
        return returns;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
