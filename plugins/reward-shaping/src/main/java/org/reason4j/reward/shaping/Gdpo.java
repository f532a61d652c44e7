package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;

/**
 * Brings every reward to one scale within its group before they are summed, so that a rare one is not drowned by a
 * common one: {@code s_i = sum_k w_k (v_ik - mean_g(v_k)) / (std_g(v_k) + epsilon)}, then {@code (s_i - mean(s)) /
 * (std(s) + epsilon)} over the step.
 *
 * <p>Deviations have the divisor {@code n - 1} and are 0 for a single number. The result replaces the composed reward;
 * it is an advantage already: take an optimizer without baseline and deviation, such as {@code grpo} with {@code
 * advantage: {baseline: none, groupDeviation: none}}. The greedy response of a group stays as it is.
 *
 * @see <a href="https://arxiv.org/abs/2601.05242">GDPO: group reward-decoupled normalization policy optimization</a>
 */
public final class Gdpo implements RewardShaper {

    /**
     * Settings of GDPO.
     *
     * @param weights weight by key of the reward; empty for 1 for each of the recipe's
     * @param epsilon added to deviations, above 0
     * @param overStep whether the sums are brought to mean 0 and deviation 1 over the step
     */
    public record Config(Map<String, Double> weights, double epsilon, boolean overStep) {

        /** All rewards alike, as TRL with {@code normalize_then_sum}. */
        public static final Config DEFAULTS = new Config(Map.of(), 1e-4, true);

        public Config {
            weights = Map.copyOf(weights);
            weights.forEach((key, weight) -> Rewards.checkFinite("gdpo.weights." + key, weight));
            check(epsilon > 0 && epsilon <= 1, "gdpo.epsilon must be in (0, 1], got %s", epsilon);
        }
    }

    private final Config config;

    public Gdpo(Config config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.weights().keySet().toArray(String[]::new)).groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        List<double[]> sums = groups.stream().map(this::sums).toList();
        double[] all = sums.stream().flatMapToDouble(Arrays::stream).toArray();
        double mean = mean(all);
        double deviation = deviation(all);
        List<ScoredGroup> shaped = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            double[] values = sums.get(i).clone();
            for (int j = 0; config.overStep() && j < values.length; j++) {
                values[j] = (values[j] - mean) / (deviation + config.epsilon());
            }
            shaped.add(Rewards.replaced(groups.get(i), values));
        }
        return shaped;
    }

    private double[] sums(ScoredGroup group) {
        double[] sums = new double[group.size()];
        weights(group).forEach((key, weight) -> {
            double[] values = Rewards.of(group, key);
            double mean = mean(values);
            double deviation = deviation(values) + config.epsilon();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weight * (values[i] - mean) / deviation;
            }
        });
        return sums;
    }

    /** By key in one order, so that sums are the same to the last bit. */
    private Map<String, Double> weights(ScoredGroup group) {
        Map<String, Double> weights = new TreeMap<>(config.weights());
        if (weights.isEmpty()) {
            for (ScoredTrajectory one : group.trajectories()) {
                one.scores().keySet().forEach(key -> weights.put(key, 1.0));
            }
        }
        return weights;
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double deviation(double... values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / Math.max(1, values.length - 1));
    }
}
