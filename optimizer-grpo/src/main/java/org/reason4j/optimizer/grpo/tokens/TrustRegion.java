package org.reason4j.optimizer.grpo.tokens;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;

/**
 * Tokens to learn from, by how much probability moved instead of by the ratio: a rare token may change its ratio a lot and
 * move next to no probability, a likely one the other way round.
 *
 * <p>With {@code p} the probability of the sampled token now and {@code b} that of the policy that sampled it, both of the two
 * outcomes "this token" and "another":
 *
 * <ul>
 *   <li>{@link #byVariation}: the total variation {@code p - b}; a token is dropped where {@code A > 0} and {@code p - b > high},
 *       or {@code A < 0} and {@code p - b < -low} (equation 13)
 *   <li>{@link #byDivergence}: {@code KL = b ln(b/p) + (1 - b) ln((1 - b + 1e-8) / (1 - p + 1e-8))}; a token is dropped where
 *       that is above the bound and the move is the way that the advantage pushes (equation 14)
 *   <li>{@link #within}: dropped where {@code |p - b|} is above the bound, whatever the advantage (prime-rl)
 * </ul>
 *
 * @see <a href="https://arxiv.org/abs/2602.04879">DPPO</a>
 */
public final class TrustRegion {

    private static final double EPSILON = 1e-8;

    /** The loss of a token that is kept. Both have the same gradient where the ratio is at most {@code maxRatio}. */
    public enum Form {
        /** {@code -A w logprob} with the weight {@code w = min(ratio, maxRatio)} held constant, as in verl. */
        WEIGHTED,
        /** {@code -A ratio}, as in SkyRL; {@code maxRatio} is unused. */
        RATIO;

        /** Returns the loss of each token, kept or not, {@code [B, T]}. */
        public NDArray perToken(LearnedTokens tokens, NDArray ratio, double maxRatio) {
            NDArray kept = this == RATIO
                    ? ratio
                    : ratio.stopGradient().minimum(maxRatio).mul(tokens.logprobs());
            return kept.mul(tokens.advantages()).neg();
        }
    }

    private TrustRegion() {}

    /** Refuses impossible bounds by the name of their setting. */
    public static void validate(String loss, double low, double high) {
        check(low > 0 && Double.isFinite(low), "%s.low must be above 0, got %s", loss, low);
        check(high > 0 && Double.isFinite(high), "%s.high must be above 0, got %s", loss, high);
    }

    /** Refuses an impossible bound of a weight. */
    public static void validateRatio(String loss, double maxRatio) {
        check(maxRatio >= 1 && Double.isFinite(maxRatio), "%s.maxRatio must be at least 1, got %s", loss, maxRatio);
    }

    /** Returns 1 on tokens to keep, else 0, {@code [B, T]}; constant. */
    public static NDArray byVariation(LearnedTokens tokens, double low, double high) {
        NDArray moved = moved(tokens);
        NDArray advantages = tokens.advantages();
        return kept(advantages
                .gt(0)
                .logicalAnd(moved.gt(high))
                .logicalOr(advantages.lt(0).logicalAnd(moved.lt(-low))));
    }

    /** Returns 1 on tokens to keep, else 0, {@code [B, T]}; constant. */
    public static NDArray byDivergence(LearnedTokens tokens, double low, double high) {
        NDArray moved = moved(tokens);
        NDArray divergence = divergence(tokens);
        NDArray advantages = tokens.advantages();
        NDArray up = advantages.gt(0).logicalAnd(moved.gt(0)).logicalAnd(divergence.gt(high));
        NDArray down = advantages.lt(0).logicalAnd(moved.lt(0)).logicalAnd(divergence.gt(low));
        return kept(up.logicalOr(down));
    }

    /** Returns 1 on tokens to keep, else 0, {@code [B, T]}; constant. */
    public static NDArray within(LearnedTokens tokens, double bound) {
        return kept(moved(tokens).abs().gt(bound));
    }

    private static NDArray kept(NDArray dropped) {
        return Signs.either(dropped, 0, 1);
    }

    private static NDArray moved(LearnedTokens tokens) {
        return tokens.logprobs()
                .stopGradient()
                .exp()
                .sub(tokens.anchorLogprobs().exp());
    }

    private static NDArray divergence(LearnedTokens tokens) {
        NDArray logprobs = tokens.logprobs().stopGradient();
        NDArray before = tokens.anchorLogprobs().exp();
        NDArray others = others(before).div(others(logprobs.exp())).log();
        return before.mul(tokens.anchorLogprobs().sub(logprobs))
                .add(before.neg().add(1).mul(others));
    }

    private static NDArray others(NDArray probabilities) {
        return probabilities.neg().add(1 + EPSILON).maximum(EPSILON);
    }
}
