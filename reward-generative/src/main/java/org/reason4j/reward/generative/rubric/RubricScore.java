package org.reason4j.reward.generative.rubric;

import java.util.Arrays;
import java.util.List;

/**
 * The reward of a response from the marks of its criteria.
 *
 * <p>{@code R = sum_k w_k c_k / sum_k w_k} over the criteria, with {@code c_k} in [0, 1].
 *
 * @see <a href="https://arxiv.org/abs/2507.17746">Rubrics as Rewards, equation 1</a>
 */
final class RubricScore {

    private RubricScore() {}

    /** The weighted share of criteria that are met; both arrays are {@code [C]}. */
    static double weighted(double[] weights, double[] met) {
        double sum = 0;
        for (int k = 0; k < met.length; k++) {
            sum += weights[k] * met[k];
        }
        return sum / Arrays.stream(weights).sum();
    }

    /** The mean over {@code K} judgments of each mark, {@code [C]}. */
    static double[] mean(List<double[]> judgments) {
        double[] mean = new double[judgments.get(0).length];
        for (double[] marks : judgments) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += marks[k] / judgments.size();
            }
        }
        return mean;
    }

    /** The majority of {@code K} judgments of each criterion, 0 or 1; one half for a tie. */
    static double[] majority(List<double[]> judgments) {
        double[] sum = new double[judgments.get(0).length];
        judgments.forEach(marks -> Arrays.setAll(sum, k -> sum[k] + marks[k]));
        return Arrays.stream(sum)
                .map(yes -> (1 + Math.signum(2 * yes - judgments.size())) / 2)
                .toArray();
    }
}
