package org.reason4j.sampler.tree.segment.chain;

import java.util.Arrays;

/**
 * Advantage of each segment of a response: {@code A_k = V(t_(k+1)) - V(t_k)}, where {@code V} of the end is the outcome.
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">SPO, section 4.1, equation 5</a>
 */
final class SegmentAdvantage {

    private SegmentAdvantage() {}

    /**
     * Returns one advantage per segment, {@code [segments]}.
     *
     * @param values at the beginning of each segment, {@code [segments]}
     */
    static double[] of(double[] values, double outcome) {
        double[] advantages = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            advantages[k] = (k + 1 < values.length ? values[k + 1] : outcome) - values[k];
        }
        return advantages;
    }

    /** Gives every token the advantage of its segment; {@code bounds} are those of {@link CutPoints}. */
    static float[] perToken(double[] advantages, int[] bounds) {
        float[] tokens = new float[bounds[bounds.length - 1]];
        for (int k = 0; k < advantages.length; k++) {
            Arrays.fill(tokens, bounds[k], bounds[k + 1], (float) advantages[k]);
        }
        return tokens;
    }
}
