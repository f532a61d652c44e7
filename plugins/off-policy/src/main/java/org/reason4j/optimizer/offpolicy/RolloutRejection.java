package org.reason4j.optimizer.offpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;
import org.reason4j.optimizer.offpolicy.RolloutRejectionConfig.Estimate;
import org.reason4j.optimizer.offpolicy.RolloutRejectionConfig.Level;
import org.reason4j.optimizer.offpolicy.RolloutRejectionConfig.Rule;

/**
 * Takes tokens and responses out of the loss on which the sampling distribution and the policy at the step's start are too far
 * apart. What is rejected leaves the denominators, too: it is not learned. A step whose tokens are all rejected makes no update.
 *
 * <p>It gives no weights; {@code truncated-importance-sampling} behind it does.
 *
 * <p>Metrics: {@code mismatch/rejected_tokens}, the share of learned tokens, and {@code mismatch/rejected_responses}, the share of
 * responses that lost all of theirs.
 *
 * @see <a href="https://github.com/volcengine/verl/blob/main/docs/algo/rollout_corr.md">verl, rollout correction</a>
 */
public final class RolloutRejection implements CreditShaper {

    private final RolloutRejectionConfig config;
    private final Metrics metrics;

    public RolloutRejection(RolloutRejectionConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.OLD_LOGPROBS, TokenStream.SAMPLED_LOGPROBS);
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        List<Credit> kept = new ArrayList<>();
        long tokens = 0;
        long tokensKept = 0;
        long responses = 0;
        long rejected = 0;
        for (Credit credit : credits) {
            Trajectory whole = credit.trajectory();
            Trajectory rest = rest(whole);
            kept.add(rest == whole ? credit : credit.withTrajectory(rest));
            tokens += whole.learnedTokens();
            tokensKept += rest.learnedTokens();
            responses += whole.learnedTokens() > 0 ? 1 : 0;
            rejected += whole.learnedTokens() > 0 && rest.learnedTokens() == 0 ? 1 : 0;
        }
        if (tokens > 0) {
            metrics.mean("mismatch/rejected_tokens", (double) (tokens - tokensKept) / tokens);
            metrics.mean("mismatch/rejected_responses", (double) rejected / responses);
        }
        return kept;
    }

    /** The trajectory with the learned tokens that keep all rules. */
    private Trajectory rest(Trajectory trajectory) {
        double[] x = ImportanceWeights.logRatios(trajectory);
        boolean[] keeps = new boolean[x.length];
        Arrays.fill(keeps, true);
        for (Rule rule : config.rules()) {
            DoubleUnaryOperator estimate = estimate(rule.estimate());
            double[] estimates = Arrays.stream(x).map(estimate).toArray();
            DoublePredicate within = within(rule);
            boolean whole = rule.level() == Level.TOKEN || isKept(estimates, rule.level(), within);
            for (int i = 0; i < keeps.length; i++) {
                keeps[i] &= whole && (rule.level() != Level.TOKEN || within.test(estimates[i]));
            }
        }
        return x.length == 0 ? trajectory : learning(trajectory, keeps);
    }

    /** {@code x} itself for ratios: sums and means of logarithms are products and geometric means. */
    private static DoubleUnaryOperator estimate(Estimate estimate) {
        return switch (estimate) {
            case RATIO -> RolloutRejection::clamped;
            case K2 -> x -> clamped(x) * clamped(x) / 2;
            case K3 -> x -> Math.exp(clamped(x)) - clamped(x) - 1;
        };
    }

    private static double clamped(double x) {
        return Math.max(-ImportanceWeights.LARGEST_LOG, Math.min(ImportanceWeights.LARGEST_LOG, x));
    }

    private static DoublePredicate within(Rule rule) {
        return rule.estimate() == Estimate.RATIO
                ? x -> x >= Math.log(rule.low()) && x <= Math.log(rule.high())
                : estimate -> estimate <= rule.high();
    }

    private static boolean isKept(double[] estimates, Level level, DoublePredicate within) {
        return switch (level) {
            case TOKEN, MAX -> Arrays.stream(estimates).allMatch(within);
            case SUM -> within.test(Arrays.stream(estimates).sum());
            case MEAN -> within.test(Arrays.stream(estimates).average().orElse(0));
        };
    }

    private static Trajectory learning(Trajectory trajectory, boolean[] keeps) {
        boolean[] learned = trajectory.learned();
        boolean changed = false;
        int next = 0;
        for (int t = 0; t < learned.length; t++) {
            if (learned[t]) {
                learned[t] = keeps[next++];
                changed |= !learned[t];
            }
        }
        return changed ? trajectory.withLearned(learned) : trajectory;
    }
}
