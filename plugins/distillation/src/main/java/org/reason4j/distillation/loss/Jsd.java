package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * Generalised Jensen-Shannon divergence over the teacher's {@code k} most likely tokens: {@code (1 - a) KL(ps || mix) + a
 * KL(pt || mix)} with {@code mix = (1 - a) ps + a pt}. A weight {@code a} of 0 means {@code KL(pt || ps)}, forward, and 1 means
 * {@code KL(ps || pt)}, reverse, as in TRL; the papers on GKD use the letter for other roles.
 *
 * @param k number of the teacher's tokens, at least 1
 * @param weight {@code a}, in [0, 1]
 * @param remainder what becomes of the probability beyond the {@code k} tokens
 * @see <a href="https://arxiv.org/abs/2306.13649">GKD, arXiv 2306.13649</a>
 * @see <a href="https://github.com/huggingface/trl/blob/main/trl/experimental/sdpo/loss_utils.py">TRL, loss_utils.py</a>
 */
public record Jsd(int k, double weight, Remainder remainder) implements DistillationLoss {

    /** The probability beyond the {@code k} tokens. */
    public enum Remainder {
        /** One further token, which has all of it. */
        TAIL,
        /** Left out: both sides are renormalised over the {@code k} tokens. */
        RENORMALISED
    }

    /** Half of each side, with a tail. */
    public static final Jsd DEFAULTS = new Jsd(32, 0.5, Remainder.TAIL);

    /** The logarithm of a captured mass stays below 0, so that the tail has a logarithm. */
    private static final double LARGEST_LOG_MASS = -1e-7;

    public Jsd {
        check(k >= 1, "k must be at least 1, got %s", k);
        check(weight >= 0 && weight <= 1, "weight must be in [0, 1], got %s", weight);
        check(
                k > 1 || remainder == Remainder.TAIL,
                "remainder RENORMALISED over k = 1 token is always 0; raise k, or set remainder to TAIL");
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
        NDArray ps = support(student);
        NDArray pt = support(teacher);
        if (weight == 0) {
            return divergence(pt, ps);
        }
        if (weight == 1) {
            return divergence(ps, pt);
        }
        NDArray mixture = logSum(ps.add(Math.log(1 - weight)), pt.add(Math.log(weight)));
        return divergence(ps, mixture)
                .mul(student.getManager().create((float) (1 - weight)))
                .add(divergence(pt, mixture).mul(student.getManager().create((float) weight)));
    }

    private NDArray support(NDArray logprobs) {
        return remainder == Remainder.RENORMALISED ? logprobs.logSoftmax(2) : withTail(logprobs);
    }

    private static NDArray withTail(NDArray logprobs) {
        NDArray logMass = logprobs.exp()
                .sum(new int[] {2}, true)
                .log()
                .minimum(logprobs.getManager().create((float) LARGEST_LOG_MASS));
        return logprobs.concat(logMass.exp().neg().add(1).log(), 2);
    }

    /** {@code KL(p || q)} of log-probabilities. */
    private static NDArray divergence(NDArray p, NDArray q) {
        return p.exp().mul(p.sub(q)).sum(new int[] {2});
    }

    private static NDArray logSum(NDArray one, NDArray other) {
        NDArray most = NDArrays.maximum(one, other).stopGradient();
        return one.sub(most).exp().add(other.sub(most).exp()).log().add(most);
    }
}
