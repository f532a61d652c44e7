package org.reason4j.optimizer.ppo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.Whitening;
import org.reason4j.api.track.Metrics;

/**
 * Credit by a critic: {@link GeneralizedAdvantage} for the policy, and returns as the critic's targets.
 *
 * <p>Returns are advantages plus values, with a lambda of their own and before whitening; every trajectory carries them as
 * {@link Critic#RETURNS}.
 *
 * <p>Metrics over the step's learned tokens, with values at rollout: {@code critic/explained_variance}, only where returns
 * vary, {@code critic/value_mean} and {@code critic/return_mean}.
 */
record CriticCredit(GaeConfig config, Metrics metrics, Pretraining pretraining) {

    /** A trajectory with its returns, and the advantages of its tokens before whitening, {@code [L]}. */
    private record Estimate(Trajectory trajectory, double[] advantages) {}

    /** Returns one credit per trajectory, in order. */
    List<Credit> of(List<ScoredGroup> groups) {
        List<Estimate> estimates = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(this::estimate)
                .toList();
        List<Trajectory> trajectories =
                estimates.stream().map(Estimate::trajectory).toList();
        List<double[]> raw = estimates.stream().map(Estimate::advantages).toList();
        report(trajectories);
        List<double[]> advantages = config.whiten() ? Whitening.of(raw, learned(trajectories)) : raw;
        return IntStream.range(0, trajectories.size())
                .mapToObj(i -> Credit.of(trajectories.get(i), floats(advantages.get(i))))
                .toList();
    }

    private Estimate estimate(ScoredTrajectory scored) {
        Trajectory trajectory = scored.trajectory();
        boolean[] learned = trajectory.learned();
        float[] values = trajectory.stream(TokenStream.VALUES);
        double[] rewards = TokenRewards.of(scored);
        double lambda = config.lambdaFor(trajectory.learnedTokens());
        double last = config.bootstrapTruncated() ? Truncation.value(trajectory) : 0;
        double[] advantages = GeneralizedAdvantage.of(rewards, values, learned, config.gamma(), lambda, last);
        double[] returns =
                GeneralizedAdvantage.of(rewards, values, learned, config.gamma(), config.lambdaCritic(), last);
        for (int t = 0; t < returns.length; t++) {
            returns[t] += learned[t] ? values[t] : 0;
        }
        return new Estimate(trajectory.with(Critic.RETURNS, floats(returns)), advantages);
    }

    private void report(List<Trajectory> trajectories) {
        double[] returns = tokens(trajectories, Critic.RETURNS);
        double[] values = tokens(trajectories, TokenStream.VALUES);
        ExplainedVariance.of(returns, values).ifPresent(share -> {
            metrics.mean("critic/explained_variance", share);
            pretraining.observe(share);
        });
        Arrays.stream(values).average().ifPresent(mean -> metrics.mean("critic/value_mean", mean));
        Arrays.stream(returns).average().ifPresent(mean -> metrics.mean("critic/return_mean", mean));
    }

    /** A stream of all learned tokens, {@code [N]}. */
    private static double[] tokens(List<Trajectory> trajectories, TokenStream stream) {
        return trajectories.stream()
                .flatMapToDouble(trajectory -> tokens(trajectory.stream(stream), trajectory.learned()))
                .toArray();
    }

    private static DoubleStream tokens(float[] values, boolean[] learned) {
        return IntStream.range(0, values.length).filter(t -> learned[t]).mapToDouble(t -> values[t]);
    }

    private static List<boolean[]> learned(List<Trajectory> trajectories) {
        return trajectories.stream().map(Trajectory::learned).toList();
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int t = 0; t < floats.length; t++) {
            floats[t] = (float) numbers[t];
        }
        return floats;
    }
}
