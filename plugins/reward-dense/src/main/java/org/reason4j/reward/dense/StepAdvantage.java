package org.reason4j.reward.dense;

import java.util.Arrays;

/**
 * Advantage of each step of a response: {@code A_j = r_j + V(s_(j+1)) - V(s_j)}.
 *
 * <p>{@code V} of the end is 0, and only the last step has a reward, the outcome. From the first step without a value
 * on, values equal the outcome, so that those steps get 0.
 *
 * @see <a href="https://arxiv.org/abs/2410.01679">VinePPO, equations 9 and 10</a>
 */
final class StepAdvantage {

    private StepAdvantage() {}

    /**
     * Returns one advantage per step, {@code [steps]}.
     *
     * @param values of the first steps' beginnings, at most {@code steps} of them
     */
    static double[] of(double[] values, int steps, double outcome) {
        double[] value = Arrays.copyOf(values, steps + 1);
        Arrays.fill(value, values.length, steps, outcome);
        double[] advantages = new double[steps];
        for (int j = 0; j < steps; j++) {
            advantages[j] = value[j + 1] - value[j];
        }
        advantages[steps - 1] += outcome;
        return advantages;
    }

    /** Gives every token the advantage of its step, {@code [length]}; {@code starts} are the steps' first tokens. */
    static float[] perToken(double[] advantages, int[] starts, int length) {
        float[] tokens = new float[length];
        for (int j = 0; j < starts.length; j++) {
            Arrays.fill(tokens, starts[j], j + 1 < starts.length ? starts[j + 1] : length, (float) advantages[j]);
        }
        return tokens;
    }
}
