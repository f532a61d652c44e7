package org.reason4j.optimizer.ppo;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Shifts and scales advantages to mean 0 and variance 1 over the learned tokens of a step.
 *
 * <p>{@code (x - mean) / sqrt(variance + 1e-8)} with the sample variance, divisor {@code n - 1}, as in verl and TRL. Equal
 * advantages, or a single one, give exactly 0.
 */
final class Whitening {

    private static final double EPSILON = 1e-8;

    private Whitening() {}

    /** Returns whitened rows, {@code [L]} each, with 0 where {@code learned} is false. */
    static List<double[]> of(List<double[]> rows, List<boolean[]> learned) {
        double[] tokens = IntStream.range(0, rows.size())
                .boxed()
                .flatMapToDouble(i -> chosen(rows.get(i), learned.get(i)))
                .toArray();
        if (DoubleStream.of(tokens).distinct().count() <= 1) {
            return rows.stream().map(row -> new double[row.length]).toList();
        }
        double mean = DoubleStream.of(tokens).average().orElseThrow();
        double scale = 1 / Math.sqrt(variance(tokens, mean) + EPSILON);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> whitened(rows.get(i), learned.get(i), mean, scale))
                .toList();
    }

    private static DoubleStream chosen(double[] row, boolean[] learned) {
        return IntStream.range(0, row.length).filter(t -> learned[t]).mapToDouble(t -> row[t]);
    }

    private static double variance(double[] tokens, double mean) {
        return DoubleStream.of(tokens).map(x -> (x - mean) * (x - mean)).sum() / (tokens.length - 1);
    }

    private static double[] whitened(double[] row, boolean[] learned, double mean, double scale) {
        return IntStream.range(0, row.length)
                .mapToDouble(t -> learned[t] ? (row[t] - mean) * scale : 0)
                .toArray();
    }
}
