package org.reason4j.reward.dense.turn;

import static java.util.Arrays.stream;

/**
 * Distances from a group's mean.
 *
 * <p>{@code z_i = (x_i - mean) / (std + 1e-4)} with the sample deviation, divisor {@code n - 1}; or without a divisor. Equal numbers
 * and a single one have 0.
 *
 * @see <a href="https://arxiv.org/abs/2505.11821">MT-GRPO, equation 6</a>
 */
final class TurnAdvantage {

    private static final double EPSILON = 1e-4;

    private TurnAdvantage() {}

    /** Returns {@code z}, {@code [n]}. */
    static double[] standardized(double... numbers) {
        double[] centred = centred(numbers);
        double variance = stream(centred).map(number -> number * number).sum() / Math.max(1, numbers.length - 1);
        double divisor = Math.sqrt(variance) + EPSILON;
        return stream(centred).map(number -> number / divisor).toArray();
    }

    /** Returns {@code x_i - mean}, {@code [n]}. */
    static double[] centred(double... numbers) {
        double mean = stream(numbers).average().orElse(0);
        boolean equal = stream(numbers).allMatch(number -> number == numbers[0]);
        return stream(numbers)
                .map(number -> equal ? number - numbers[0] : number - mean)
                .toArray();
    }
}
