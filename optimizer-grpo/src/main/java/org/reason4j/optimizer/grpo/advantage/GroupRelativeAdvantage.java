package org.reason4j.optimizer.grpo.advantage;

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
        double deviation = deviation(rewards, config);
        if (deviation == 0) {
            return new double[rewards.length];
        }
        double scale = baselineScale(rewards.length, config.baseline()) / divisor(deviation, config);
        return Statistics.scaled(scale, Statistics.centred(rewards));
    }

    /** {@code r_i - mean(others) = G / (G - 1) * (r_i - mean(all))}. */
    private static double baselineScale(int size, Baseline baseline) {
        return baseline == Baseline.LEAVE_ONE_OUT ? size / (size - 1.0) : 1;
    }

    private static double deviation(double[] rewards, Estimate config) {
        return config.groupDeviation() == GroupDeviation.POPULATION
                ? Statistics.populationDeviation(rewards)
                : Statistics.deviation(rewards);
    }

    private static double divisor(double deviation, Estimate config) {
        return config.groupDeviation() == GroupDeviation.NONE ? 1 : deviation + config.epsilon();
    }
}
