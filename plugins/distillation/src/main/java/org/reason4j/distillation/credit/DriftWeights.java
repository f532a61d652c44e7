package org.reason4j.distillation.credit;

/**
 * Weights that fall along a response: {@code w_t = 1 + g (1 - sum_{s<t} |d_s| / max(sum_s |d_s|, 1e-8))}. Early tokens, whose
 * prefix the teacher would have written nearly as well, count up to {@code 1 + g}; tokens after much drift count about 1.
 *
 * @see <a href="https://arxiv.org/abs/2606.22600">Importance-weighted on-policy distillation, arXiv 2606.22600</a>
 */
final class DriftWeights {

    private static final double LEAST = 1e-8;

    private DriftWeights() {}

    /** Weights of the tokens of a response by their gaps, {@code [L]}; those of tokens that are not learned are 0. */
    static double[] of(double[] gaps, boolean[] learned, double strength) {
        double total = 0;
        for (double gap : gaps) {
            total += Math.abs(gap);
        }
        double[] weights = new double[gaps.length];
        double before = 0;
        for (int t = 0; t < gaps.length; t++) {
            weights[t] = learned[t] ? 1 + strength * (1 - before / Math.max(total, LEAST)) : 0;
            before += Math.abs(gaps[t]);
        }
        return weights;
    }
}
