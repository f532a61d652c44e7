package org.reason4j.optimizer.mixed.demonstration;

import java.util.Arrays;
import java.util.function.Predicate;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Trajectory;

/**
 * Rewards compared with their group: {@code A_i = (R_i - mean) / (std + epsilon)}, or {@code A_i = R_i - mean}, with the mean and
 * the deviation, divisor {@code n - 1}, over the responses that count.
 *
 * <p>Where those responses have equal rewards nothing is divided. A group of which none counts has the mean 0.
 *
 * @see <a href="https://arxiv.org/abs/2402.03300">GRPO, equation 3</a>
 * @see <a href="https://arxiv.org/abs/2503.20783">Dr. GRPO: without the deviation</a>
 */
final class GroupAdvantage {

    private static final double EPSILON = 1e-6;

    private GroupAdvantage() {}

    /** Returns the advantage of each response, {@code [G]}. */
    static double[] of(ScoredGroup group, Predicate<Trajectory> counts, boolean normalize) {
        double[] counted = group.trajectories().stream()
                .filter(one -> counts.test(one.trajectory()))
                .mapToDouble(ScoredTrajectory::reward)
                .toArray();
        double mean = Arrays.stream(counted).average().orElse(0);
        double deviation = normalize ? deviation(counted, mean) : 0;
        double divisor = deviation > 0 ? deviation + EPSILON : 1;
        return Arrays.stream(group.rewards())
                .map(reward -> (reward - mean) / divisor)
                .toArray();
    }

    private static double deviation(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    }
}
