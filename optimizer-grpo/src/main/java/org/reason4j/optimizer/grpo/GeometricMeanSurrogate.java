package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;

/**
 * GMPO's objective as a loss on each token of a response.
 *
 * <p>With {@code d} the log-ratio and {@code s} the sign of the advantage: {@code x = -A exp(mean_t c_t)},
 * {@code c = s min(s d, s clip(d, -clipLow, clipHigh))}. The clip is on the logarithm and acts on one side, that to which
 * the advantage pushes. A clipped token has no gradient but counts in the length.
 *
 * @see <a href="https://arxiv.org/abs/2507.20673">GMPO, equation 4</a>
 */
final class GeometricMeanSurrogate {

    private GeometricMeanSurrogate() {}

    /** Returns the loss of the response on each of its tokens, {@code [B, T]}; the advantage is the mean over them. */
    static NDArray perToken(LearnedTokens tokens, NDArray logRatio, GmpoConfig config) {
        NDArray sign = tokens.advantages().sign();
        NDArray clipped = logRatio.clip(-config.clipLow(), config.clipHigh());
        NDArray bounded = sign.mul(sign.mul(logRatio).minimum(sign.mul(clipped)));
        NDArray ratio = tokens.means(bounded).exp();
        return tokens.onEachToken(ratio.mul(tokens.means(tokens.advantages())).neg());
    }
}
