package org.reason4j.reward.generative.pairwise;

/**
 * The reward of a response from its comparisons.
 *
 * <p>{@code R_i} is the mean over its opponents {@code j} of the outcome {@code w_ij}: 1 if it wins, 0 if it loses, one half
 * for a tie or where the two orders of presentation disagree. {@code w_ji = 1 - w_ij}. A response alone has one half.
 */
final class WinRate {

    private WinRate() {}

    /** Outcome of two orders of presentation for one of the responses; both verdicts name it by {@code FIRST}. */
    static double outcome(Preference one, Preference other) {
        return one == other ? one.outcome() : 0.5;
    }

    /**
     * The mean outcome of a response.
     *
     * @param outcomes of the response against each opponent, {@code [G]}; NaN where there is none
     */
    static double of(double[] outcomes) {
        double sum = 0;
        int opponents = 0;
        for (double outcome : outcomes) {
            if (!Double.isNaN(outcome)) {
                sum += outcome;
                opponents++;
            }
        }
        return opponents == 0 ? 0.5 : sum / opponents;
    }
}
