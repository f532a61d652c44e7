package org.reason4j.reward.dense.process;

import static java.util.Arrays.stream;

import java.util.Arrays;

/**
 * Rewards of steps from their scores: {@code r_k} whose sum is the reward of the response.
 *
 * <p>PURE's min-form is {@code r_k = w_k s_k} with {@code w = softmax(-s / tau)}: the worst step gets nearly all of the weight,
 * and a further good step changes nothing. A single step has weight 1.
 *
 * @see <a href="https://arxiv.org/abs/2504.15275">PURE, equations 3 and 4</a>
 */
public final class StepRewards {

    private StepRewards() {}

    /**
     * Returns the reward of each step, {@code [K]}.
     *
     * @param scores of the steps, {@code [K]}, at least one
     * @param tau temperature of {@link Form#MIN_FORM}, positive
     */
    public static double[] of(double[] scores, Form form, double tau) {
        int last = scores.length - 1;
        return switch (form) {
            case SUM -> scores.clone();
            case MEAN -> stream(scores).map(score -> score / scores.length).toArray();
            case MIN -> only(scores, worst(scores));
            case PRODUCT -> changes(scores);
            case LAST -> only(scores, last);
            case MIN_FORM -> weighted(scores, weights(scores, tau));
        };
    }

    /** {@code softmax(-s / tau)}, {@code [K]}. */
    static double[] weights(double[] scores, double tau) {
        double least = stream(scores).min().orElseThrow();
        double[] weights =
                stream(scores).map(score -> Math.exp((least - score) / tau)).toArray();
        double sum = stream(weights).sum();
        return stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double[] weighted(double[] scores, double[] weights) {
        double[] rewards = new double[scores.length];
        Arrays.setAll(rewards, k -> weights[k] * scores[k]);
        return rewards;
    }

    private static int worst(double[] scores) {
        int worst = 0;
        for (int k = 1; k < scores.length; k++) {
            worst = scores[k] < scores[worst] ? k : worst;
        }
        return worst;
    }

    private static double[] only(double[] scores, int step) {
        double[] rewards = new double[scores.length];
        rewards[step] = scores[step];
        return rewards;
    }

    private static double[] changes(double[] scores) {
        double[] rewards = new double[scores.length];
        double product = 1;
        double before = 0;
        for (int k = 0; k < scores.length; k++) {
            product *= scores[k];
            rewards[k] = product - before;
            before = product;
        }
        return rewards;
    }
}
