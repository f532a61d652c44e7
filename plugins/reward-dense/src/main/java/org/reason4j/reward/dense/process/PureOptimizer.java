package org.reason4j.reward.dense.process;

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
import org.reason4j.reward.dense.process.PureAdvantage.Row;
import org.reason4j.reward.dense.process.PureConfig.Baseline;
import org.reason4j.reward.dense.step.StepTokens;

/**
 * PURE's advantage of steps, {@link PureAdvantage}, with PPO's clipped objective. A step's reward is all token rewards on its
 * tokens; the outcome is the rest. Tokens after the last step with a reward belong to it. Responses without a learned token are
 * ignored.
 */
public record PureOptimizer(PureConfig config) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.streamsOf(
                        "one of the rewards 'prm-step', 'mc-step-label' and 'pav', with dense", StepTokens.ENDS)
                .and(Requirements.lossStreams(TokenStream.OLD_LOGPROBS))
                .groupsOf(2);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            List<ScoredTrajectory> written = group.trajectories().stream()
                    .filter(scored -> scored.trajectory().learnedTokens() > 0)
                    .toList();
            Row[] rows = written.stream().map(PureOptimizer::row).toArray(Row[]::new);
            for (int i = 0; i < rows.length; i++) {
                double[] advantages = PureAdvantage.of(rows, i, config.baseline() == Baseline.TOKEN);
                credits.add(credit(written.get(i).trajectory(), advantages));
            }
        }
        return config.whiten() ? Whitening.ofCredits(credits) : credits;
    }

    /** The step of each token, {@code [L]}: the number of steps that end before it, or the last. */
    private static int[] steps(Trajectory trajectory) {
        float[] ends = trajectory.stream(StepTokens.ENDS);
        int count = 0;
        for (float end : ends) {
            if (!Float.isFinite(end)) {
                throw new IllegalArgumentException("an end of a step must be 0 or 1, got " + end + " in " + trajectory);
            }
            count += end > 0 ? 1 : 0;
        }
        int[] steps = new int[ends.length];
        int step = 0;
        for (int t = 0; t < steps.length; t++) {
            steps[t] = Math.min(step, Math.max(0, count - 1));
            step += ends[t] > 0 ? 1 : 0;
        }
        return steps;
    }

    private static Row row(ScoredTrajectory scored) {
        int[] steps = steps(scored.trajectory());
        int count = steps[steps.length - 1] + 1;
        double[] rewards = new double[count];
        int[] tokens = new int[count];
        for (int t = 0; t < steps.length; t++) {
            rewards[steps[t]] += scored.tokenReward(t);
            tokens[steps[t]] += scored.trajectory().isLearned(t) ? 1 : 0;
        }
        return new Row(rewards, tokens, scored.outcome());
    }

    private static Credit credit(Trajectory trajectory, double[] advantages) {
        int[] steps = steps(trajectory);
        float[] tokens = new float[steps.length];
        for (int t = 0; t < tokens.length; t++) {
            tokens[t] = trajectory.isLearned(t) ? (float) advantages[steps[t]] : 0;
        }
        return Credit.of(trajectory, tokens);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        return config.objective().loss(batch);
    }
}
