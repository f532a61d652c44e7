package org.reason4j.api.optimizer;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * PPO's clipped objective with separate bounds, as a loss per token; for every optimizer that clips ratios.
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
@API(status = Status.STABLE, since = "1.0.0")
public final class ClippedSurrogate {

    private final double low;
    private final double high;
    private final double dual;
    private final double delta;

    private ClippedSurrogate(double low, double high, double dual, double delta) {
        this.low = low;
        this.high = high;
        this.dual = dual;
        this.delta = delta;
    }

    /**
     * Separate bounds and nothing else.
     *
     * @param low how far a ratio may fall below 1
     * @param high how far it may rise above 1
     */
    public static ClippedSurrogate of(double low, double high) {
        return new ClippedSurrogate(low, high, 0, 0);
    }

    /** Largest fall of a ratio below 1. */
    public double low() {
        return low;
    }

    /** Largest rise of a ratio above 1. */
    public double high() {
        return high;
    }

    /** Bound on the ratio where the advantage is negative; 0 for none. */
    public double dual() {
        return dual;
    }

    /** Bound on the ratio where the clip does not act; 0 for none. */
    public double delta() {
        return delta;
    }

    /** Returns a copy with a bound on the ratio where the advantage is negative; 0 for none. */
    public ClippedSurrogate withDual(double bound) {
        return new ClippedSurrogate(low, high, bound, delta);
    }

    /** Returns a copy with a bound on the ratio where the clip does not act; 0 for none. */
    public ClippedSurrogate withDelta(double bound) {
        return new ClippedSurrogate(low, high, dual, bound);
    }

    /**
     * Refuses impossible bounds by the name of their setting; {@code optimizer} is the name of the component.
     *
     * @throws org.reason4j.api.plugin.ConfigException unless {@code 0 < clipLow < 1} and {@code clipHigh} is positive
     */
    public static void validate(String optimizer, double clipLow, double clipHigh) {
        check(clipLow > 0 && clipLow < 1, "%s.clipLow must be in (0, 1), got %s", optimizer, clipLow);
        check(clipHigh > 0 && Double.isFinite(clipHigh), "%s.clipHigh must be positive, got %s", optimizer, clipHigh);
    }

    /** Returns the loss of each token; all are {@code [B, T]}. */
    public NDArray perToken(NDArray ratio, NDArray advantages) {
        NDArray bounded = delta > 0 ? ratio.minimum(ratio.getManager().create((float) delta)) : ratio;
        NDArray clipped = ratio.clip(1 - low, 1 + high);
        NDArray loss = bounded.mul(advantages).minimum(clipped.mul(advantages)).neg();
        return dual > 0 ? loss.minimum(dualBound(advantages)) : loss;
    }

    /** {@code -c * A} where {@code A < 0}; elsewhere infinity, which bounds nothing. */
    private NDArray dualBound(NDArray advantages) {
        NDArray nothing = advantages.zerosLike().add(Float.POSITIVE_INFINITY);
        return NDArrays.where(advantages.lt(0), advantages.mul(-dual), nothing);
    }
}
