package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * PPO's clipped objective with separate bounds, as a loss per token.
 *
 * <p>{@code x = -min(ratio * A, clip(ratio, 1 - clipLow, 1 + clipHigh) * A)}; with a dual clip, {@code x} is at most
 * {@code -dualClip * A} where {@code A < 0}.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">PPO, equation 7</a>
 * @see <a href="https://arxiv.org/abs/2503.14476">DAPO, equation 10: separate bounds</a>
 * @see <a href="https://arxiv.org/abs/1912.09729">Dual-clip PPO (Mastering Complex Control in MOBA Games)</a>
 */
final class ClippedSurrogate {

    private ClippedSurrogate() {}

    /** Returns the loss of each token; all are {@code [B, T]}. */
    static NDArray perToken(NDArray ratio, NDArray advantages, PpoConfig config) {
        NDArray clipped = ratio.clip(1 - config.clipLow(), 1 + config.clipHigh());
        NDArray loss = ratio.mul(advantages).minimum(clipped.mul(advantages)).neg();
        return config.dualClip() > 0 ? loss.minimum(dualBound(advantages, config.dualClip())) : loss;
    }

    /** {@code -c * A} where {@code A < 0}; elsewhere infinity, which bounds nothing. */
    private static NDArray dualBound(NDArray advantages, double dualClip) {
        NDArray nothing = advantages.zerosLike().add(Float.POSITIVE_INFINITY);
        return NDArrays.where(advantages.lt(0), advantages.mul(-dualClip), nothing);
    }
}
