package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Brings a reward to mean 0 and deviation 1 by statistics that run over steps: {@code z = (v - m) / (s + epsilon)}.
 *
 * <p>{@code m} and {@code s} are those of exponential moving averages of {@code v} and {@code v^2} over the steps'
 * means, the present one included: {@code e = decay * e + (1 - decay) * mean(v)}, divided by {@code 1 - decay^steps},
 * so that the first step's are its own. A step without groups changes nothing.
 *
 * <p>With an empty key the composed reward is replaced, with rewards on single tokens on the same scale; with a key,
 * {@code weight * z} is added to the outcome.
 *
 * <p>Metrics: {@code running_norm/mean}, {@code running_norm/deviation}.
 */
public final class RunningNorm implements RewardShaper, Stateful {

    /**
     * Settings of the running normalisation.
     *
     * @param reward key of the reward; empty for the composed one. Give a named one the weight 0 in the recipe
     * @param weight factor of a named reward once it is normalised
     * @param decay share of the former statistics that a step keeps, in [0, 1)
     * @param epsilon added to the deviation, above 0
     * @param center false to divide by the deviation alone
     * @param clip largest distance from 0, above 0; 0 for no bound
     */
    public record Config(String reward, double weight, double decay, double epsilon, boolean center, double clip) {

        /** The composed reward over about a hundred steps. */
        public static final Config DEFAULTS = new Config("", 1, 0.99, 1e-6, true, 0);

        public Config {
            Rewards.checkFinite("running-norm.weight", weight);
            check(decay >= 0 && decay < 1, "running-norm.decay must be in [0, 1), got %s", decay);
            check(epsilon > 0 && epsilon <= 1, "running-norm.epsilon must be in (0, 1], got %s", epsilon);
            check(clip >= 0 && Double.isFinite(clip), "running-norm.clip must be 0 or positive, got %s", clip);
        }
    }

    private final Config config;
    private final Metrics metrics;
    private double mean;
    private double square;
    private double share;

    public RunningNorm(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.reward());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        double[] values = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .mapToDouble(one -> Rewards.of(one, config.reward()))
                .toArray();
        if (values.length > 0) {
            take(values);
            metrics.mean("running_norm/mean", mean / share);
            metrics.mean("running_norm/deviation", deviation());
        }
        return groups.stream().map(group -> group.mapAll(this::normalised)).toList();
    }

    private void take(double... values) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        double kept = config.decay();
        mean = kept * mean + (1 - kept) * sum / values.length;
        square = kept * square + (1 - kept) * squares / values.length;
        share = kept * share + (1 - kept);
    }

    private double deviation() {
        double average = mean / share;
        return Math.sqrt(Math.max(0, square / share - average * average));
    }

    private ScoredTrajectory normalised(ScoredTrajectory one) {
        double z = normalised(Rewards.of(one, config.reward()));
        if (!config.reward().isEmpty()) {
            return one.withOutcome(one.outcome() + config.weight() * z);
        }
        ScoredTrajectory scaled = Rewards.scaled(one, 1 / (deviation() + config.epsilon()));
        return scaled.withOutcome(z - (scaled.reward() - scaled.outcome()));
    }

    private double normalised(double value) {
        double z = (value - (config.center() ? mean / share : 0)) / (deviation() + config.epsilon());
        return config.clip() == 0 ? z : Math.max(-config.clip(), Math.min(config.clip(), z));
    }

    @Override
    public Map<String, Object> state() {
        return Map.of("mean", mean, "square", square, "share", share);
    }

    @Override
    public void restore(Map<String, Object> state) {
        mean = number(state, "mean");
        square = number(state, "square");
        share = number(state, "share");
    }

    private static double number(Map<String, Object> state, String name) {
        if (state.get(name) instanceof Number saved) {
            return saved.doubleValue();
        }
        throw new IllegalArgumentException(
                "The saved state of shaper 'running-norm' has no number '" + name + "': " + state);
    }
}
