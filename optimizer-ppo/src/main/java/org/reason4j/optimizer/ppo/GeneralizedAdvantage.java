package org.reason4j.optimizer.ppo;

/**
 * Generalized advantage estimate of each learned token of a response.
 *
 * <p>{@code A_t = sum_l (gamma * lambda)^l * delta_(t+l)} with {@code delta_t = r_t + gamma * V_(t+1) - V_t}. Time runs
 * over learned tokens alone: tokens of an environment, and those that another branch learns, are skipped, and the value
 * and the advantage after them are carried across. The value after the last learned token is given: 0 where a response ends.
 *
 * @see <a href="https://arxiv.org/abs/1506.02438">GAE, equation 16</a>
 */
final class GeneralizedAdvantage {

    private GeneralizedAdvantage() {}

    /**
     * Returns one advantage per token, {@code [L]}, and 0 on tokens that are not learned.
     *
     * @param rewards of each token, {@code [L]}
     * @param values of the state before each token, {@code [L]}; read on learned tokens only
     * @param last value of the state after the last learned token
     */
    static double[] of(double[] rewards, float[] values, boolean[] learned, double gamma, double lambda, double last) {
        double[] advantages = new double[learned.length];
        double nextValue = last;
        double nextAdvantage = 0;
        for (int t = learned.length - 1; t >= 0; t--) {
            if (learned[t]) {
                double delta = rewards[t] + gamma * nextValue - values[t];
                advantages[t] = delta + gamma * lambda * nextAdvantage;
                nextValue = values[t];
                nextAdvantage = advantages[t];
            }
        }
        return advantages;
    }
}
