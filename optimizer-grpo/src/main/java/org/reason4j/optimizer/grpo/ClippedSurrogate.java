package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * PPO's clipped objective with separate bounds, as a loss per token.
 *
 * <p>{@code x = -min(ratio * A, clip(ratio, 1 - low, 1 + high) * A)}.
 *
 * <ul>
 *   <li>Two-sided clip: {@code min(ratio, delta)} stands for the first {@code ratio}, so that a token with a negative
 *       advantage can't dominate a batch by its ratio.
 *   <li>Dual clip: where {@code A < 0}, {@code x} is at most {@code -dual * A}. It bounds the same tokens, for the
 *       same reason.
 * </ul>
 *
 * <p>Each of these scales with {@code A}: a factor {@code w >= 0} on a token's advantage is a factor on its loss and its
 * gradient, and moves no clip.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">PPO, equation 7</a>
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, equation 10: separate bounds</a>
 * @see <a href="https://arxiv.org/abs/1912.09729">Dual-clip PPO (Mastering Complex Control in MOBA Games)</a>
 * @see <a href="https://arxiv.org/abs/2505.07291">INTELLECT-2: two-sided clip</a>
 */
final class ClippedSurrogate {

    private ClippedSurrogate() {}

    /** Returns the loss of each token; all are {@code [B, T]}. */
    static NDArray perToken(NDArray ratio, NDArray advantages, ClipBounds bounds) {
        NDArray bounded = bounds.delta() > 0 ? ratio.minimum(bounds.delta()) : ratio;
        NDArray clipped = ratio.clip(1 - bounds.low(), 1 + bounds.high());
        NDArray loss = bounded.mul(advantages).minimum(clipped.mul(advantages)).neg();
        return bounds.dual() > 0 ? loss.minimum(dualBound(advantages, bounds.dual())) : loss;
    }

    /** {@code -c * A} where {@code A < 0}; elsewhere infinity, which bounds nothing. */
    private static NDArray dualBound(NDArray advantages, double dualClip) {
        NDArray nothing = advantages.zerosLike().add(Float.POSITIVE_INFINITY);
        return NDArrays.where(advantages.lt(0), advantages.mul(-dualClip), nothing);
    }
}
