package org.reason4j.optimizer.offpolicy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.optimizer.offpolicy.ImportanceSamplingConfig.Level;

/**
 * Ratio of the probabilities of a response, or of each of its tokens, under the policy in training and under the
 * sampling distribution.
 *
 * <p>With {@code d_t = oldLogprobs_t - sampledLogprobs_t} on learned tokens: {@code w_t = exp(clip(d_t, ±20))}, or for the
 * whole response {@code w = exp(clip(sum_t d_t, ±20))}.
 *
 * @see <a href="https://fengyao.notion.site/off-policy-rl">Your efficient RL framework secretly brings you off-policy RL
 *     training</a>
 */
final class ImportanceWeights {

    static final double LARGEST_LOG = 20;

    private ImportanceWeights() {}

    /** {@code d_t} of each learned token, in their order; none where the sampling distribution is not known. */
    static double[] logRatios(Trajectory trajectory) {
        if (trajectory.find(TokenStream.SAMPLED_LOGPROBS).isEmpty()) {
            return new double[0];
        }
        float[] old = trajectory.stream(TokenStream.OLD_LOGPROBS);
        float[] sampled = trajectory.stream(TokenStream.SAMPLED_LOGPROBS);
        return IntStream.range(0, trajectory.length())
                .filter(t -> trajectory.isLearned(t))
                .mapToDouble(t -> finite((double) old[t] - sampled[t], trajectory, t))
                .toArray();
    }

    private static double finite(double logRatio, Trajectory trajectory, int t) {
        if (Double.isNaN(logRatio)) {
            throw new IllegalArgumentException("the log-probabilities of token " + t + " of the " + trajectory
                    + " are not numbers: " + TokenStream.OLD_LOGPROBS + " or " + TokenStream.SAMPLED_LOGPROBS);
        }
        return logRatio;
    }

    /** One weight per learned token, or a single one for the response; none without learned tokens. */
    static double[] of(double[] logRatios, Level level) {
        if (logRatios.length == 0) {
            return new double[0];
        }
        return switch (level) {
            case TOKEN -> Arrays.stream(logRatios).map(ImportanceWeights::exp).toArray();
            case SEQUENCE -> new double[] {exp(Arrays.stream(logRatios).sum())};
        };
    }

    static double exp(double logRatio) {
        return Math.exp(Math.max(-LARGEST_LOG, Math.min(LARGEST_LOG, logRatio)));
    }
}
