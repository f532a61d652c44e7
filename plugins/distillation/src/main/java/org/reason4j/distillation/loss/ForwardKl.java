package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;

/**
 * {@code sum pt (ln pt - ln ps)} over the teacher's {@code k} most likely tokens, not renormalised: {@code KL(teacher ||
 * student)} without the tail. Neither side sums to one, so the sum can be negative; clamped, such a position has the loss 0 and
 * no gradient, as in verl.
 *
 * @param k number of the teacher's tokens, at least 1; the whole vocabulary gives the whole divergence
 * @param clamped true to clamp a token's loss at 0 from below
 * @see <a href="https://github.com/volcengine/verl/tree/main/verl/trainer/distillation">verl, compute_forward_kl_topk</a>
 */
public record ForwardKl(int k, boolean clamped) implements DistillationLoss {

    /** Those of verl. */
    public static final ForwardKl DEFAULTS = new ForwardKl(32, true);

    public ForwardKl {
        check(k >= 1, "k must be at least 1, got %s", k);
    }

    @Override
    public int topK() {
        return k;
    }

    @Override
    public NDArray perToken(Signal signal) {
        return of(signal.requireTop().policy(), signal.requireTop().logprobs());
    }

    /** Of log-probabilities of the same tokens, {@code [B, T, k]} each. */
    NDArray of(NDArray student, NDArray teacher) {
        NDArray sum = teacher.exp().mul(teacher.sub(student)).sum(new int[] {2});
        return clamped ? sum.maximum(sum.getManager().create(0f)) : sum;
    }
}
