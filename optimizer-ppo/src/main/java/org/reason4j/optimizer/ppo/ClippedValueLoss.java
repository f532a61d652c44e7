package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;

/**
 * The critic's squared error, with a clip that keeps values near those at rollout.
 *
 * <p>{@code x = max((v - R)², (clip(v, v_old - c, v_old + c) - R)²) / 2}: a value that moved further than {@code c} stops
 * learning, unless it moved away from the return.
 *
 * @see <a href="https://arxiv.org/abs/1707.06347">PPO, equation 9</a>
 * @see <a href="https://arxiv.org/abs/2005.12729">Implementation Matters in Deep Policy Gradients, section 3: the clip</a>
 */
final class ClippedValueLoss {

    private ClippedValueLoss() {}

    /** Returns the loss of each token; all are {@code [B, T]}. A clip of 0 is none. */
    static NDArray perToken(NDArray values, NDArray oldValues, NDArray returns, double clip) {
        NDArray error = values.sub(returns).square();
        return (clip > 0 ? error.maximum(clippedError(values, oldValues, returns, clip)) : error)
                .div(values.getManager().create(2f));
    }

    /**
     * Returns where the clip acts: true on tokens whose value moved further than the clip allows and whose clipped error is
     * the larger one, {@code [B, T]}. The error alone does not tell: {@code v_old + (v - v_old)} rounds to another value
     * than {@code v}, also within the bounds.
     */
    static NDArray acts(NDArray values, NDArray oldValues, NDArray returns, double clip) {
        NDArray move = values.sub(oldValues);
        NDArray larger = clippedError(values, oldValues, returns, clip)
                .gt(values.sub(returns).square());
        return move.neq(move.clip(-clip, clip)).logicalAnd(larger);
    }

    private static NDArray clippedError(NDArray values, NDArray oldValues, NDArray returns, double clip) {
        NDArray clipped = oldValues.add(values.sub(oldValues).clip(-clip, clip));
        return clipped.sub(returns).square();
    }
}
