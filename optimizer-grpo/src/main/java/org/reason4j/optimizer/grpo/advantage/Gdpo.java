package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;

/**
 * Each reward of the recipe on its own scale: {@code s_i = sum_k w_k (v_ik - mean_g(v_k)) / (std_g(v_k) + epsilon)}, then
 * {@code A_i = (s_i - mean(s)) / (std(s) + epsilon)} over the step. So a rare reward is not drowned by a common one.
 *
 * <p>{@code v_ik} is what reward {@code k} contributed to the response's reward, after clip, weight and gates: a reward with a
 * negative weight in the recipe is a penalty here, too, while the size of its weight is lost in the normalisation and given
 * here. What shapers and regularizers in the reward added is one reward
 * more, under the key {@code shaped}. A reward that a response has no value of
 * takes no part in that response's sum. Deviations have the divisor {@code n - 1}; a response without siblings has advantage
 * 0 before the step's mean is subtracted.
 *
 * <p>The shaper {@code gdpo} does the same to rewards before any optimizer sees them, from scores without the recipe's clips
 * and gates; this advantage leaves the reward as it is for filters, shapers and metrics.
 *
 * @param weights weight by key of the reward, for those that are not 1
 * @param epsilon added to deviations, above 0
 * @param overStep whether the sums are brought to mean 0 and deviation 1 over the step
 * @see <a href="https://arxiv.org/abs/2601.05242">GDPO: group reward-decoupled normalization policy optimization</a>
 */
public record Gdpo(Map<String, Double> weights, double epsilon, boolean overStep) implements Advantage {

    /** All rewards alike, as TRL with {@code multi_objective_aggregation="normalize_then_sum"}. */
    public static final Gdpo DEFAULTS = new Gdpo(Map.of(), 1e-4, true);

    /** Key of what shapers changed. */
    private static final String SHAPED = "shaped";

    /** Largest part of a reward that is rounding, not something that a shaper added. */
    private static final double ROUNDING = 1e-6;

    public Gdpo {
        weights = Map.copyOf(weights);
        weights.forEach((key, weight) ->
                check(Double.isFinite(weight), "gdpo.weights.%s must be a finite number, got %s", key, weight));
        check(epsilon > 0 && Double.isFinite(epsilon), "gdpo.epsilon must be positive, got %s", epsilon);
    }

    @Override
    public Requirements requirements() {
        return Requirements.rewards(weights.keySet().stream()
                        .filter(key -> !key.equals(SHAPED))
                        .toArray(String[]::new))
                .groupsOf(2);
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        List<double[]> sums = groups.stream().map(this::sums).toList();
        double[] all = Rewards.flat(sums);
        double mean = overStep ? Statistics.mean(all) : 0;
        double deviation = Statistics.deviation(all);
        double factor = !overStep ? 1 : deviation == 0 ? 0 : 1 / (deviation + epsilon);
        List<double[]> centred = sums.stream()
                .map(one -> Arrays.stream(one).map(sum -> sum - mean).toArray())
                .toList();
        return Rewards.credits(groups, centred, factor);
    }

    private double[] sums(ScoredGroup group) {
        List<Map<String, Double>> parts =
                group.trajectories().stream().map(Gdpo::parts).toList();
        TreeSet<String> keys = new TreeSet<>(); // in one order, so that sums are the same to the last bit
        parts.forEach(part -> keys.addAll(part.keySet()));
        double[] sums = new double[group.size()];
        for (String key : keys) {
            int[] valued = IntStream.range(0, sums.length)
                    .filter(i -> parts.get(i).containsKey(key))
                    .toArray();
            double[] values = Arrays.stream(valued)
                    .mapToDouble(i -> parts.get(i).get(key))
                    .toArray();
            double[] standardised = Statistics.standardised(epsilon, values);
            for (int j = 0; j < valued.length; j++) {
                sums[valued[j]] += weights.getOrDefault(key, 1.0) * standardised[j];
            }
        }
        return sums;
    }

    /** The contribution of each reward, and of shapers. */
    private static Map<String, Double> parts(ScoredTrajectory one) {
        Map<String, Double> parts = new LinkedHashMap<>(one.shares());
        double rest = one.reward()
                - one.shares().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
        parts.put(SHAPED, Math.abs(rest) <= ROUNDING * Math.max(1, Math.abs(one.reward())) ? 0 : rest);
        return parts;
    }
}
