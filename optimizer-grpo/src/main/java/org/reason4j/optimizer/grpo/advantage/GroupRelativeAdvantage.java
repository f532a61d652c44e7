package org.reason4j.optimizer.grpo.advantage;

import static java.util.Arrays.stream;

import org.reason4j.optimizer.grpo.advantage.Estimate.Baseline;
import org.reason4j.optimizer.grpo.advantage.Estimate.GroupDeviation;
import org.reason4j.optimizer.grpo.advantage.Estimate.Singleton;

/**
 * Advantage of each response relative to its siblings.
 *
 * <p>{@code A_i = (r_i - baseline_i) / (std(r) + epsilon)}. The baseline is {@code mean(r)}, or the mean of the other
 * rewards. The deviation's divisor is {@code G - 1} (sample) or {@code G} (population); Dr. GRPO divides by nothing.
 *
 * <p>Equal rewards give exactly 0, whatever rounding leaves of {@code r - mean(r)}. A response without siblings gives 0,
 * or its reward over {@code 1 + epsilon} as in verl.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">DeepSeekMath, section 4.1.2</a>
 * @see <a href="https://arxiv.org/abs/2503.20783">Understanding R1-Zero-Like Training, section 3.2</a>
 * @see <a href="https://arxiv.org/abs/2402.14740">Back to Basics (RLOO)</a>
 */
final class GroupRelativeAdvantage {

    private GroupRelativeAdvantage() {}

    /** Returns one advantage per reward, {@code [G]}. */
    static double[] of(double[] rewards, Estimate config) {
        if (rewards.length == 1) {
            double alone = config.singleton() == Singleton.REWARD ? rewards[0] : 0;
            return new double[] {alone / divisor(1, config)};
        }
        if (stream(rewards).distinct().count() <= 1) {
            return new double[rewards.length];
        }
        double mean = stream(rewards).average().orElseThrow();
        double[] centred = stream(rewards).map(r -> r - mean).toArray();
        double scale = baselineScale(rewards.length, config.baseline()) / divisor(deviation(centred, config), config);
        return stream(centred).map(c -> c * scale).toArray();
    }

    /** {@code r_i - mean(others) = G / (G - 1) * (r_i - mean(all))}. */
    private static double baselineScale(int size, Baseline baseline) {
        return baseline == Baseline.LEAVE_ONE_OUT ? size / (size - 1.0) : 1;
    }

    private static double deviation(double[] centred, Estimate config) {
        int divisor = config.groupDeviation() == GroupDeviation.POPULATION ? centred.length : centred.length - 1;
        return Math.sqrt(stream(centred).map(c -> c * c).sum() / divisor);
    }

    private static double divisor(double deviation, Estimate config) {
        return config.groupDeviation() == GroupDeviation.NONE ? 1 : deviation + config.epsilon();
    }
}
