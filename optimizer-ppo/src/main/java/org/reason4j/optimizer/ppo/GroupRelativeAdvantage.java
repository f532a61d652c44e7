package org.reason4j.optimizer.ppo;

import static java.util.Arrays.stream;

/**
 * Advantage of each response relative to its siblings.
 *
 * <p>{@code A_i = (r_i - mean(r)) / (std(r) + 1e-6)} with the sample deviation, divisor {@code G - 1}. Equal rewards, or a
 * single one, give exactly 0.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath, section 4.1.2</a>
 */
final class GroupRelativeAdvantage {

    private static final double EPSILON = 1e-6;

    private GroupRelativeAdvantage() {}

    /** Returns one advantage per reward, {@code [G]}. */
    static double[] of(double[] rewards) {
        if (stream(rewards).distinct().count() <= 1) {
            return new double[rewards.length];
        }
        double mean = stream(rewards).average().orElseThrow();
        double[] centred = stream(rewards).map(r -> r - mean).toArray();
        double deviation = Math.sqrt(stream(centred).map(c -> c * c).sum() / (rewards.length - 1));
        return stream(centred).map(c -> c / (deviation + EPSILON)).toArray();
    }
}
