package org.reason4j.optimizer.mixed.demonstration;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.optimizer.mixed.Success;

/**
 * Imitation and reinforcement in one loss, weighted by the policy's entropy.
 *
 * <p>With {@code H}, the mean entropy of a response's tokens, constant:
 *
 * <ul>
 *   <li>Demonstrations are imitated, {@code 0.5 exp(-H) (-l)}: less where the policy is unsure, so that they do not overrun it.
 *   <li>They are also reinforced, {@code -A f(p)}, with {@link PolicyShaping LUFFY's weight} and the advantage over the group.
 *   <li>The policy's own right responses are learned, {@code 0.1 exp(H) (-l)}: more where it is unsure, so that it stays so.
 *   <li>Its wrong ones are unlearned, {@code +l}.
 * </ul>
 *
 * <p>The first two are means over the tokens of demonstrations, the others over those of the policy.
 *
 * <p>Metrics: {@code srft/imitation_weight} and {@code srft/own_weight}, the mean weights {@code 0.5 exp(-H)} over the
 * tokens of demonstrations and {@code 0.1 exp(H)} over those of the policy.
 *
 * @see <a href="https://arxiv.org/abs/2506.19767">SRFT, equations 9 to 13</a>
 */
public record Srft(Config config) implements PolicyOptimizer {

    /**
     * Settings of SRFT.
     *
     * @param imitation coefficient of the imitation of demonstrations, at least 0
     * @param own coefficient of the policy's own right responses, at least 0
     * @param gamma of the weight of reinforced demonstrations, in (0, 1]
     * @param success which responses are right
     */
    public record Config(double imitation, double own, double gamma, Success success) {

        /** The paper's coefficients. */
        public static final Config DEFAULTS = new Config(0.5, 0.1, 0.1, Success.DEFAULTS);

        public Config {
            check(imitation >= 0 && Double.isFinite(imitation), "srft.imitation must be at least 0, got %s", imitation);
            check(own >= 0 && Double.isFinite(own), "srft.own must be at least 0, got %s", own);
            check(gamma > 0 && gamma <= 1, "srft.gamma must be in (0, 1], got %s", gamma);
        }
    }

    /** The advantage of a demonstration is that over its group; the policy's own responses have 1 or -1. */
    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double[] advantages = GroupAdvantage.of(group, any -> true, true);
            for (int i = 0; i < advantages.length; i++) {
                ScoredTrajectory one = group.trajectories().get(i);
                if (!Parts.isImitated(one.trajectory())) {
                    advantages[i] =
                            Double.isFinite(one.reward()) ? config.success().of(one) ? 1 : -1 : one.reward();
                }
            }
            credits.addAll(Credit.perTrajectory(group, advantages));
        }
        return Parts.perToken(credits, Parts::isImitated);
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray imitated = Parts.imitated(batch);
        NDArray own = imitated.neg().add(1);
        NDArray entropy = batch.rowSums(batch.learned(batch.stream(TokenStream.ENTROPY)))
                .div(batch.lengths().maximum(1))
                .stopGradient();
        NDArray imitationWeight = imitationWeight(entropy, config.imitation());
        NDArray ownWeight = ownWeight(entropy, config.own());
        NDArray logprobs = batch.learned(batch.logprobs());
        NDArray advantages = batch.learned(batch.advantages());
        NDArray part = Parts.weight(batch);
        NDArray right = advantages.gt(0).toType(DataType.FLOAT32, false).mul(own);
        batch.metric("srft/imitation_weight", part.mul(imitated).mul(imitationWeight));
        batch.metric("srft/own_weight", part.mul(own).mul(ownWeight));
        NDArray demonstrated = logprobs.mul(imitationWeight)
                .add(PolicyShaping.of(PolicyShaping.importance(batch), config.gamma())
                        .mul(advantages))
                .mul(imitated);
        NDArray sampled = logprobs.mul(right.mul(ownWeight).sub(own.sub(right)));
        return batch.tokenMean(demonstrated.add(sampled).mul(part).neg());
    }

    /** {@code c exp(-H)}, {@code [B, 1]}. */
    static NDArray imitationWeight(NDArray entropy, double coefficient) {
        return entropy.neg().exp().mul(coefficient);
    }

    /** {@code c exp(H)}, {@code [B, 1]}. */
    static NDArray ownWeight(NDArray entropy, double coefficient) {
        return entropy.exp().mul(coefficient);
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.ENTROPY)
                .and(config.success().requirements())
                .groupsOf(2);
    }
}
