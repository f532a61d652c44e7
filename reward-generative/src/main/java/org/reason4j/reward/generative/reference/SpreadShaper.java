package org.reason4j.reward.generative.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Passes over prompts whose rewards hardly differ: all responses get their mean, which teaches nothing.
 *
 * <p>A group is passed over where the population deviation of its rewards is below {@code scale} times a moving average of the steps'
 * mean deviations, {@code m <- (1 - rate) m + rate * mean}, which begins with the first mean and takes in earlier steps only. Metrics:
 * {@code rlpr/deviation} (the step's mean), {@code rlpr/threshold} and {@code rlpr/passed_over} (share of groups).
 *
 * @see <a href="https://arxiv.org/abs/2506.18254">RLPR, section 2.4: standard deviation filtering</a>
 */
public final class SpreadShaper implements RewardShaper, Stateful {

    private final SpreadConfig config;
    private final Metrics metrics;
    private int step;
    private OptionalDouble average = OptionalDouble.empty();

    /** Created by core, from the shaper's settings. */
    public SpreadShaper(SpreadConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        step++;
        double threshold = step >= config.from() ? config.scale() * average.orElse(0) : 0;
        metrics.mean("rlpr/threshold", threshold);
        double sum = 0;
        for (ScoredGroup group : groups) {
            double deviation = deviation(group.rewards());
            sum += deviation;
            metrics.mean("rlpr/passed_over", deviation < threshold ? 1 : 0);
        }
        if (!groups.isEmpty()) {
            double mean = sum / groups.size();
            metrics.mean("rlpr/deviation", mean);
            if (step >= config.averageFrom()) {
                average = OptionalDouble.of(
                        average.isEmpty() ? mean : (1 - config.rate()) * average.getAsDouble() + config.rate() * mean);
            }
        }
        return groups.stream()
                .map(group -> deviation(group.rewards()) < threshold ? levelled(group) : group)
                .toList();
    }

    /** The population deviation. */
    static double deviation(double[] rewards) {
        double mean = Arrays.stream(rewards).average().orElse(0);
        return Math.sqrt(Arrays.stream(rewards)
                .map(reward -> (reward - mean) * (reward - mean))
                .average()
                .orElse(0));
    }

    private static ScoredGroup levelled(ScoredGroup group) {
        double mean = Arrays.stream(group.rewards()).average().orElse(0);
        return group.map(one -> ScoredTrajectory.of(one.trajectory(), mean).withScores(one.scores()));
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> state = new HashMap<>();
        state.put("step", step);
        average.ifPresent(known -> state.put("average", known));
        return state;
    }

    @Override
    public void restore(Map<String, Object> state) {
        step = state.get("step") instanceof Number done ? done.intValue() : 0;
        average = state.get("average") instanceof Number known
                ? OptionalDouble.of(known.doubleValue())
                : OptionalDouble.empty();
    }
}
