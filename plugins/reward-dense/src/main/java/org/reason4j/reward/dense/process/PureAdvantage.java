package org.reason4j.reward.dense.process;

import static java.util.Arrays.stream;

/**
 * PURE's advantage of steps: rewards of steps less a baseline of the siblings, summed from each step on, plus the outcome less the
 * siblings' mean.
 *
 * <p>{@code A_k = sum_(k' >= k) (r_k' - b n_k') + (R_i - mean_(j != i) R_j)} with {@code b = sum_(j != i) sum_k r_jk / sum_(j !=
 * i) n_j}, the siblings' reward per token, and {@code n_k} the learned tokens of a step; or {@code n_k = 1} and {@code b} the mean of
 * the siblings' reward per step. A response without siblings has no baseline.
 *
 * @see <a href="https://arxiv.org/abs/2504.15275">PURE, equation 6; process_experiences of its code</a>
 */
final class PureAdvantage {

    private PureAdvantage() {}

    /** Steps of one response: the reward and the number of learned tokens of each. */
    @SuppressWarnings("ArrayRecordComponent") // read once, by who made it
    record Row(double[] rewards, int[] tokens, double outcome) {

        double sum() {
            return stream(rewards).sum();
        }

        int length() {
            return stream(tokens).sum();
        }
    }

    /** Returns the advantage of each step of one response among those to its prompt, {@code [K]}. */
    static double[] of(Row[] group, int which, boolean perToken) {
        Row own = group[which];
        double baseline = perToken ? perToken(group, which) : perStep(group, which);
        double outcome = own.outcome() - meanOutcome(group, which);
        double[] advantages = new double[own.rewards().length];
        double toCome = outcome;
        for (int k = advantages.length - 1; k >= 0; k--) {
            toCome += own.rewards()[k] - baseline * (perToken ? own.tokens()[k] : 1);
            advantages[k] = toCome;
        }
        return advantages;
    }

    private static double perToken(Row[] group, int which) {
        double rewards = 0;
        long tokens = 0;
        for (int j = 0; j < group.length; j++) {
            if (j != which) {
                rewards += group[j].sum();
                tokens += group[j].length();
            }
        }
        return tokens == 0 ? 0 : rewards / tokens;
    }

    private static double perStep(Row[] group, int which) {
        double sum = 0;
        for (int j = 0; j < group.length; j++) {
            sum += j == which ? 0 : group[j].sum() / Math.max(1, group[j].rewards().length);
        }
        return group.length == 1 ? 0 : sum / (group.length - 1);
    }

    private static double meanOutcome(Row[] group, int which) {
        double sum = stream(group).mapToDouble(Row::outcome).sum() - group[which].outcome();
        return group.length == 1 ? 0 : sum / (group.length - 1);
    }
}
