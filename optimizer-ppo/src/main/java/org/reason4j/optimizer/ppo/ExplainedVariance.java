package org.reason4j.optimizer.ppo;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Share of the returns' variance that a critic explains: {@code 1 - var(returns - values) / var(returns)}.
 *
 * <p>1 is a perfect critic, 0 one no better than a constant, and less than 0 one worse than a constant.
 */
final class ExplainedVariance {

    private ExplainedVariance() {}

    /** Returns it over tokens, {@code [N]} each; empty where the returns do not vary. */
    static OptionalDouble of(double[] returns, double[] values) {
        if (DoubleStream.of(returns).distinct().count() <= 1) {
            return OptionalDouble.empty();
        }
        double[] errors = IntStream.range(0, returns.length)
                .mapToDouble(i -> returns[i] - values[i])
                .toArray();
        return OptionalDouble.of(1 - squares(errors) / squares(returns));
    }

    /** The sum of squared distances from the mean. */
    private static double squares(double[] numbers) {
        double mean = DoubleStream.of(numbers).average().orElseThrow();
        return DoubleStream.of(numbers).map(x -> (x - mean) * (x - mean)).sum();
    }
}
