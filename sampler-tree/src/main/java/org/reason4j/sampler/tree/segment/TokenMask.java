package org.reason4j.sampler.tree.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Metrics;

/**
 * Takes tokens out of a step's loss and out of the number that it divides by.
 *
 * <p>The loss is a mean over all learned tokens, so advantages of kept ones are multiplied with {@code learned / kept}, and those of
 * the others are 0: the mean is then that over the kept tokens.
 *
 * <p>Metric: {@code tree/learned_ratio}, share of learned tokens that are kept.
 */
public final class TokenMask {

    private TokenMask() {}

    /**
     * Keeps the learned tokens that a condition holds for.
     *
     * @param kept the condition on the tokens of a credit
     */
    public static List<Credit> keep(List<Credit> credits, Function<Credit, IntPredicate> kept, Metrics metrics) {
        List<float[]> advantages = new ArrayList<>();
        long learned = 0;
        long left = 0;
        for (Credit credit : credits) {
            float[] own = credit.advantages();
            IntPredicate condition = kept.apply(credit);
            for (int t = 0; t < own.length; t++) {
                boolean counts = credit.trajectory().isLearned(t);
                boolean stays = counts && condition.test(t);
                learned += counts ? 1 : 0;
                left += stays ? 1 : 0;
                own[t] = stays ? own[t] : 0;
            }
            advantages.add(own);
        }
        metrics.mean("tree/learned_ratio", learned == 0 ? 0 : (double) left / learned);
        List<Credit> masked = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            masked.add(credits.get(i).withAdvantages(scaled(advantages.get(i), (double) learned / Math.max(1, left))));
        }
        return masked;
    }

    private static float[] scaled(float[] advantages, double factor) {
        for (int t = 0; t < advantages.length; t++) {
            advantages[t] *= (float) factor;
        }
        return advantages;
    }

    /**
     * SPO's probability mask: true for a token that the policy wrote with a probability below {@code bound}.
     *
     * @throws IllegalArgumentException if its probability is not a number
     * @see <a href="https://arxiv.org/abs/2505.23564">SPO, section 4.3</a>
     */
    public static boolean isUnlikely(Trajectory response, float[] logprobs, int t, double bound) {
        if (!Float.isFinite(logprobs[t])) {
            throw new IllegalArgumentException(TokenStream.BEHAVIOUR_LOGPROBS + " must be finite, but token " + t
                    + " of " + response + " has " + logprobs[t]);
        }
        return Math.exp(logprobs[t]) < bound;
    }
}
