package org.reason4j.core.trainer.evaluation;

import static java.util.Arrays.stream;

import java.util.OptionalDouble;

/**
 * Standard error of a mean over problems.
 *
 * <p>{@code std(m) / sqrt(N)} with the sample deviation (divisor {@code N - 1}) of the {@code N} problems' own means.
 * Samples of one problem are not independent of each other, so they don't count as {@code N}. The 95 % confidence
 * interval is the mean plus and minus 1.96 of these.
 */
public final class StandardError {

    private StandardError() {}

    /** Returns the standard error; absent for fewer than two problems, which say nothing about spread. */
    public static OptionalDouble of(double... problemMeans) {
        int problems = problemMeans.length;
        if (problems < 2) {
            return OptionalDouble.empty();
        }
        double mean = stream(problemMeans).sum() / problems;
        double variance = stream(problemMeans).map(m -> (m - mean) * (m - mean)).sum() / (problems - 1);
        return OptionalDouble.of(Math.sqrt(variance / problems));
    }
}
