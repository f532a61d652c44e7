package org.reason4j.distillation.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Cross entropy to the teacher's {@code k} most likely tokens, renormalised: {@code -sum w ln ps} with {@code w} the softmax of
 * the teacher's log-probabilities over the {@code k} tokens. The student's probabilities are those over the whole vocabulary.
 * The first tokens of a response, where a teacher with a demonstration would rather repeat it, are skipped.
 *
 * @param k number of the teacher's tokens, at least 1
 * @param skippedTokens first tokens of a response without a loss, at least 0; they stay in the denominator
 * @see <a href="https://arxiv.org/abs/2601.19897">SDFT, arXiv 2601.19897</a>
 * @see <a href="https://github.com/thinking-machines-lab/tinker-cookbook">tinker-cookbook, distillation/sdft.py</a>
 */
public record SoftTargets(int k, int skippedTokens) implements DistillationLoss {

    /** Those of tinker-cookbook. */
    public static final SoftTargets DEFAULTS = new SoftTargets(20, 3);

    public SoftTargets {
        check(k >= 1, "k must be at least 1, got %s", k);
        check(skippedTokens >= 0, "skippedTokens must be at least 0, got %s", skippedTokens);
    }

    @Override
    public int topK() {
        return k;
    }

    @Override
    public NDArray perToken(Signal signal) {
        return kept(of(signal.requireTop().policy(), signal.requireTop().logprobs()));
    }

    /** Of log-probabilities of the same tokens, {@code [B, T, k]} each. */
    static NDArray of(NDArray student, NDArray teacher) {
        return teacher.softmax(2).mul(student).sum(new int[] {2}).neg();
    }

    /** The losses with 0 on skipped tokens, {@code [B, T]}. */
    NDArray kept(NDArray all) {
        if (skippedTokens == 0) {
            return all;
        }
        float[] kept = new float[Math.toIntExact(all.getShape().get(1))];
        for (int t = skippedTokens; t < kept.length; t++) {
            kept[t] = 1;
        }
        return all.mul(all.getManager().create(kept, new Shape(1, kept.length)));
    }
}
