package org.reason4j.reward.code;

/**
 * The reward of passed tests {@code p_i} in {0, 1} with weights {@code w_i}: 1 if all passed (DeepSeek-R1), or {@code sum
 * w_i p_i / sum w_i}, which is the share of passed tests where weights are equal (verl, {@code prime_code}).
 *
 * <p>No tests give 0, as in the systems that this follows; {@code code-tests} does not come here without tests, because an
 * example that has none says nothing about a program.
 *
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1</a>
 */
final class PassShare {

    private PassShare() {}

    /** 1 if there are tests and all passed, else 0. */
    static double allOrNothing(boolean... passed) {
        for (boolean one : passed) {
            if (!one) {
                return 0;
            }
        }
        return passed.length == 0 ? 0 : 1;
    }

    /** The weight of passed tests over that of all. */
    static double weighted(boolean[] passed, double[] weights) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < passed.length; i++) {
            sum += passed[i] ? weights[i] : 0;
            all += weights[i];
        }
        return all == 0 ? 0 : sum / all;
    }
}
