package org.reason4j.optimizer.grpo.advantage;

import static java.util.Arrays.stream;

/** Means and deviations of rewards. */
final class Statistics {

    private Statistics() {}

    /** The mean; 0 of nothing. */
    static double mean(double... numbers) {
        return stream(numbers).average().orElse(0);
    }

    /** Each number's distance from their mean; exactly 0 where all are equal, whatever rounding leaves. */
    static double[] centred(double... numbers) {
        if (stream(numbers).distinct().count() <= 1) {
            return new double[numbers.length];
        }
        double mean = mean(numbers);
        return stream(numbers).map(number -> number - mean).toArray();
    }

    /** The sample deviation, with divisor {@code n - 1}; 0 of a single number and where all are equal. */
    static double deviation(double... numbers) {
        return Math.sqrt(squares(numbers) / Math.max(1, numbers.length - 1));
    }

    /** The population deviation, with divisor {@code n}. */
    static double populationDeviation(double... numbers) {
        return Math.sqrt(squares(numbers) / Math.max(1, numbers.length));
    }

    /** Distances from the mean over the sample deviation plus {@code epsilon}; 0 where all are equal. */
    static double[] standardised(double epsilon, double... numbers) {
        double deviation = deviation(numbers);
        return deviation == 0 ? new double[numbers.length] : scaled(1 / (deviation + epsilon), centred(numbers));
    }

    /** All numbers times a factor. */
    static double[] scaled(double factor, double... numbers) {
        return stream(numbers).map(number -> number * factor).toArray();
    }

    private static double squares(double... numbers) {
        return stream(centred(numbers)).map(distance -> distance * distance).sum();
    }
}
