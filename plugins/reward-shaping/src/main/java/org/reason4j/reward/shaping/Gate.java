package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * Adds rewards to a response only where another reward is earned: {@code R = O + 1[O > 0] D}.
 *
 * <p>{@code O} is the reward {@code when}, or the composed reward; {@code D} is {@code weight} times the sum of {@code
 * rewards}, those on single tokens included. So a length reward, or progress by the step, counts only for right
 * answers. The gate of a recipe's {@code rewards} multiplies the whole sum instead.
 *
 * <p>Metric: {@code gate/passed}, the share of responses that passed.
 *
 * @see <a href="https://arxiv.org/abs/2508.10548">G-RA: gated reward accumulation</a>
 */
public final class Gate implements RewardShaper {

    /**
     * Settings of the gate.
     *
     * @param when key of the reward that must be earned; empty for the composed reward
     * @param above value that it must exceed
     * @param rewards keys of the rewards that are added then; give them the weight 0 in the recipe
     * @param weight factor of their sum
     */
    public record Config(String when, double above, List<String> rewards, double weight) {

        /** The reward {@code bonus}, where the composed reward is positive. */
        public static final Config DEFAULTS = new Config("", 0, List.of("bonus"), 1);

        public Config {
            rewards = List.copyOf(rewards);
            Rewards.checkFinite("gate.above", above);
            Rewards.checkFinite("gate.weight", weight);
            check(
                    !rewards.isEmpty() && rewards.stream().noneMatch(String::isEmpty),
                    "gate.rewards must name the rewards that are added, got %s",
                    rewards);
        }
    }

    private final Config config;
    private final Metrics metrics;

    public Gate(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        List<String> keys = new ArrayList<>(config.rewards());
        keys.add(config.when());
        return Rewards.named(keys.toArray(String[]::new));
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .forEach(one -> metrics.mean("gate/passed", passes(one) ? 1 : 0));
        return groups.stream()
                .map(group -> group.mapAll(one -> passes(one) ? opened(one) : one))
                .toList();
    }

    private boolean passes(ScoredTrajectory one) {
        return Rewards.of(one, config.when()) > config.above();
    }

    private ScoredTrajectory opened(ScoredTrajectory one) {
        double outcome = one.outcome();
        float[] tokens = one.tokenRewards();
        for (String key : config.rewards()) {
            outcome += config.weight() * Rewards.value(one, key);
            Optional<float[]> dense = Rewards.tokens(one, key);
            for (int t = 0; dense.isPresent() && t < tokens.length; t++) {
                tokens[t] += (float) (config.weight() * dense.get()[t]);
            }
        }
        return one.withOutcome(outcome).withTokenRewards(tokens);
    }
}
