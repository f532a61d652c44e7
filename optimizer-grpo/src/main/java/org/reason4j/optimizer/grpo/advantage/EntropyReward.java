package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Rewards that are shared out by the entropy of the policy among those who were right, and by its inverse among those who
 * were wrong: a hesitant success earns more, a confident failure loses more.
 *
 * <p>With {@code b} the entropies' share: {@code (1 - b) R + b n H / sum(H)} for each of {@code n} right ones, {@code -(1 - b) -
 * b m (1/H) / sum(1/H)} for each of {@code m} wrong ones. The sums are then {@code n} and {@code -m} for rewards of 1, whatever
 * the entropies. Where all entropies are 0, the shares are equal.
 *
 * @see <a href="https://arxiv.org/abs/2508.04349">GTPO and GRPO-S, equations 3 and 5</a>
 */
final class EntropyReward {

    /** Least entropy that is inverted, in nats. */
    private static final double LEAST = 1e-6;

    private EntropyReward() {}

    /** Refuses impossible settings by the name of what has them. */
    static void validate(String owner, double entropyShare, double above, double epsilon) {
        check(entropyShare >= 0 && entropyShare <= 1, "%s.entropyShare must be in [0, 1], got %s", owner, entropyShare);
        check(Double.isFinite(above), "%s.above must be a finite number, got %s", owner, above);
        check(epsilon >= 0 && Double.isFinite(epsilon), "%s.epsilon must be at least 0, got %s", owner, epsilon);
    }

    /** Returns one reward for each of those that are compared, {@code [n + m]}, from their rewards and entropies. */
    static double[] of(
            double[] rewards, double[] entropies, Gtpo.Failures failures, double entropyShare, double above) {
        int[] right = where(rewards, above, true);
        int[] wrong = where(rewards, above, false);
        double[] shaped = rewards.clone();
        double[] shares = shares(Arrays.stream(right).mapToDouble(i -> entropies[i]));
        for (int j = 0; j < right.length; j++) {
            shaped[right[j]] = (1 - entropyShare) * rewards[right[j]] + entropyShare * shares[j];
        }
        if (failures == Gtpo.Failures.INVERSE) {
            double[] inverse = shares(Arrays.stream(wrong).mapToDouble(i -> 1 / Math.max(LEAST, entropies[i])));
            for (int j = 0; j < wrong.length; j++) {
                shaped[wrong[j]] = -(1 - entropyShare) - entropyShare * inverse[j];
            }
        }
        return shaped;
    }

    private static int[] where(double[] rewards, double above, boolean right) {
        return IntStream.range(0, rewards.length)
                .filter(i -> rewards[i] > above == right)
                .toArray();
    }

    /** Each number's share of the sum times their count, 1 on average. */
    private static double[] shares(DoubleStream numbers) {
        double[] all = numbers.toArray();
        double sum = Arrays.stream(all).sum();
        return Arrays.stream(all)
                .map(number -> sum == 0 ? 1 : number * all.length / sum)
                .toArray();
    }
}
