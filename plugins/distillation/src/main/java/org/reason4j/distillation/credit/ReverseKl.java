package org.reason4j.distillation.credit;

/**
 * The gap between student and teacher at the sampled tokens, {@code d_t = l_t - lt_t}: one sample of {@code KL(student ||
 * teacher)} each. Single gaps may be negative; only their mean over the student's tokens is a divergence.
 *
 * @see <a href="https://thinkingmachines.ai/blog/on-policy-distillation/">On-policy distillation</a>
 * @see <a href="https://arxiv.org/abs/2602.15763">GLM-5, arXiv 2602.15763, equation 2</a>
 */
public final class ReverseKl {

    private ReverseKl() {}

    /** The gaps of the first tokens, as many as the teacher has numbers for, on learned tokens; 0 elsewhere, {@code [L]}. */
    public static double[] gaps(float[] student, float[] teacher, boolean[] learned) {
        double[] gaps = new double[learned.length];
        for (int t = 0; t < teacher.length; t++) {
            gaps[t] = learned[t] ? (double) student[t] - teacher[t] : 0;
        }
        return gaps;
    }

    /** {@code A_t = -c d_t}: what the teacher finds likelier than the student is rewarded. */
    static double[] advantages(double[] gaps, double coefficient) {
        double[] advantages = new double[gaps.length];
        for (int t = 0; t < gaps.length; t++) {
            advantages[t] = -coefficient * gaps[t] + 0.0; // no negative zero
        }
        return advantages;
    }

    /**
     * {@code A'_t = sum_k g^k A_{t+k}}: a token is credited with what follows it, too. A token that is not learned contributes
     * 0, but discounts. With a factor of 0 nothing changes.
     *
     * @see <a href="https://github.com/thinking-machines-lab/tinker-cookbook">tinker-cookbook, discounted_future_sum_vectorized</a>
     */
    static double[] lookingAhead(double[] advantages, boolean[] learned, double factor) {
        double[] sums = new double[advantages.length];
        double following = 0;
        for (int t = advantages.length - 1; t >= 0; t--) {
            following = advantages[t] + factor * following;
            sums[t] = learned[t] ? following : 0;
        }
        return sums;
    }
}
