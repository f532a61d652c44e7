package org.reason4j.reward.shaping;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.track.Metrics;

/**
 * A reward model's score in the frame of a verifier: {@code R = sigmoid(alpha * s) + (c - 1)}.
 *
 * <p>{@code c} is 1 for a right response, else 0. Right ones lie in (0, 1), wrong ones in (-1, 0): any right response
 * beats any wrong one, and the model orders those of one kind. It replaces the composed reward.
 *
 * <p>Metric: {@code rm_shaped/inversions}, the share of pairs of a right and a wrong response of one group in which the
 * model prefers the wrong one; mean over groups that have such pairs.
 *
 * @see <a href="https://arxiv.org/abs/2409.12122">Qwen2.5-Math: reward shaping</a>
 */
public final class RmShaped implements RewardShaper {

    /**
     * Settings of the shaped reward model.
     *
     * @param model key of the reward model's reward; give it the weight 0 in the recipe
     * @param verifier key of the verifier; empty for the composed reward
     * @param above value of the verifier that a right response exceeds
     * @param alpha scale of the model's scores, above 0
     */
    public record Config(String model, String verifier, double above, double alpha) {

        /** The reward {@code reward-model} beside the composed reward; alpha as in the paper. */
        public static final Config DEFAULTS = new Config("reward-model", "", 0, 0.5);

        public Config {
            check(!model.isEmpty(), "rm-shaped.model is empty, expected the key of a reward");
            Rewards.checkFinite("rm-shaped.above", above);
            check(alpha > 0 && Double.isFinite(alpha), "rm-shaped.alpha must be positive, got %s", alpha);
        }
    }

    private final Config config;
    private final Metrics metrics;

    public RmShaped(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Rewards.named(config.model(), config.verifier());
    }

    @Override
    public List<ScoredGroup> shape(List<ScoredGroup> groups) {
        groups.forEach(this::countInversions);
        return groups.stream().map(group -> group.mapAll(this::shape)).toList();
    }

    private ScoredTrajectory shape(ScoredTrajectory one) {
        return Rewards.replaced(one, of(Rewards.of(one, config.model()), isRight(one), config.alpha()));
    }

    /** {@code sigmoid(alpha * score) + (c - 1)}. */
    static double of(double score, boolean right, double alpha) {
        return 1 / (1 + Math.exp(-alpha * score)) - (right ? 0 : 1);
    }

    private boolean isRight(ScoredTrajectory one) {
        return Rewards.of(one, config.verifier()) > config.above();
    }

    private void countInversions(ScoredGroup group) {
        int pairs = 0;
        int inversions = 0;
        for (ScoredTrajectory right : group.trajectories()) {
            for (ScoredTrajectory wrong : group.trajectories()) {
                if (isRight(right) && !isRight(wrong)) {
                    pairs++;
                    inversions += Rewards.of(wrong, config.model()) > Rewards.of(right, config.model()) ? 1 : 0;
                }
            }
        }
        if (pairs > 0) {
            metrics.mean("rm_shaped/inversions", (double) inversions / pairs);
        }
    }
}
