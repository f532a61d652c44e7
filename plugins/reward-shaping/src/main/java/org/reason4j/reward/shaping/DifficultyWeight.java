package org.reason4j.reward.shaping;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Weighs a group by how hard its prompt is: {@code p} is the share of its responses that are right.
 *
 * <p>An optimizer that divides by the group's deviation takes most of the weight back; use one that does not, such as
 * {@code grpo} with the preset {@code dr-grpo}. The greedy response of a group is weighed with it.
 *
 * <p>Metric: {@code difficulty_weight/accuracy}, {@code p}, mean over groups.
 */
public final class DifficultyWeight implements RewardShaper {

    /** The weight by the share of right responses. */
    public enum Scheme {
        /** {@code 1 - p} for right responses and {@code -p} for wrong ones, in place of their rewards. */
        BALANCED,
        /** Every reward times {@code 1 - p}: hard prompts count more, solved ones nothing. */
        HARD
    }

    /**
     * Settings of the difficulty weighting.
     *
     * @param scheme the weight
     * @param above reward that a right response exceeds
     */
    public record Config(Scheme scheme, double above) {

        /** Hard prompts count more. */
        public static final Config DEFAULTS = new Config(Scheme.HARD, 0);

        public Config {
            Rewards.checkFinite("difficulty-weight.above", above);
        }
    }

    private final Config config;
    private final Metrics metrics;

    public DifficultyWeight(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE.groupsOf(2);
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        return groups.stream().map(this::shape).toList();
    }

    private ScoredGroup shape(ScoredGroup group) {
        double accuracy = Arrays.stream(Rewards.of(group, ""))
                .map(reward -> reward > config.above() ? 1 : 0)
                .average()
                .orElse(0);
        metrics.mean("difficulty_weight/accuracy", accuracy);
        return switch (config.scheme()) {
            case HARD -> group.mapAll(one -> Rewards.scaled(one, 1 - accuracy));
            case BALANCED ->
                group.mapAll(one ->
                        Rewards.replaced(one, Rewards.composed(one) > config.above() ? 1 - accuracy : -accuracy));
        };
    }
}
