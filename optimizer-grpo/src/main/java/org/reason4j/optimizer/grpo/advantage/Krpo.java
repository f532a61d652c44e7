package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;

/**
 * A Kalman filter's estimate of the group's expected reward as the baseline, and its uncertainty as the divisor.
 *
 * <p>Over the group in sampling order, with {@code z} the reward: {@code P' = P + Q}, {@code K = P' / (P' + R)}, {@code x = x
 * + K (z - x)}, {@code P = (1 - K) P'}, {@code A = (z - x) / (sqrt(P) + epsilon)}. It starts anew in each group, so the first
 * response of a group has a small advantage, and the order of responses matters.
 *
 * @param processNoise {@code Q}, how far the expected reward may move between responses, at least 0
 * @param measurementNoise {@code R}, variance of a single reward, above 0
 * @param initialMean {@code x} before the first response
 * @param initialVariance {@code P} before the first response, above 0
 * @param epsilon added to the deviation, at least 0
 * @see <a href="https://arxiv.org/abs/2505.07527">KRPO: Kalman filter enhanced group relative policy optimization</a>
 */
public record Krpo(
        double processNoise, double measurementNoise, double initialMean, double initialVariance, double epsilon)
        implements Advantage {

    /** The settings of the published code. */
    public static final Krpo DEFAULTS = new Krpo(1e-5, 1e-2, 0, 1, 1e-8);

    public Krpo {
        check(
                processNoise >= 0 && Double.isFinite(processNoise),
                "krpo.processNoise must be at least 0, got %s",
                processNoise);
        check(
                measurementNoise > 0 && Double.isFinite(measurementNoise),
                "krpo.measurementNoise must be positive, got %s",
                measurementNoise);
        check(Double.isFinite(initialMean), "krpo.initialMean must be a finite number, got %s", initialMean);
        check(
                initialVariance > 0 && Double.isFinite(initialVariance),
                "krpo.initialVariance must be positive, got %s",
                initialVariance);
        check(epsilon >= 0 && Double.isFinite(epsilon), "krpo.epsilon must be at least 0, got %s", epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return groups.stream()
                .flatMap(group -> Credit.perTrajectory(group, advantages(group)).stream())
                .toList();
    }

    private double[] advantages(ScoredGroup group) {
        double[] rewards = group.rewards();
        int[] inSamplingOrder = IntStream.range(0, rewards.length)
                .boxed()
                .sorted(Comparator.comparingInt(
                        i -> group.trajectories().get(i).trajectory().sample()))
                .mapToInt(Integer::intValue)
                .toArray();
        double mean = initialMean;
        double variance = initialVariance;
        double[] advantages = new double[rewards.length];
        for (int i : inSamplingOrder) {
            double predicted = variance + processNoise;
            double gain = predicted / (predicted + measurementNoise);
            mean += gain * (rewards[i] - mean);
            variance = (1 - gain) * predicted;
            advantages[i] = (rewards[i] - mean) / (Math.sqrt(variance) + epsilon);
        }
        return advantages;
    }
}
