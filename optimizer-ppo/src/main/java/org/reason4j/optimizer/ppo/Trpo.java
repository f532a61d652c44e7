package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Metrics;
import org.reason4j.optimizer.ppo.TrpoConfig.Advantage;

/**
 * Trust region policy optimization: the largest improvement of {@code mean(ratio * A)} within a mean divergence of
 * {@code delta} from the policy that sampled, by {@link TrustRegion}.
 *
 * <p>The trust region is around the policy at the step's start, and the whole step is one batch: a recipe with more
 * than one update per step is refused. Learning rate, weight decay and gradient clipping do not apply to the policy's
 * updates.
 *
 * <p>Terms of regularizers are part of the objective, not of the constraint.
 *
 * <p>Metrics:
 *
 * <ul>
 *   <li>{@code trpo/kl}: mean divergence of the new policy from the old one, in nats per token; 0 where no step was accepted
 *   <li>{@code trpo/expected_kl}: the same by the quadratic model; a large gap between the two means that delta is too
 *       large for the model
 *   <li>{@code trpo/line_search_steps}: number of steps tried; 0 where there was no gradient or no direction
 *   <li>{@code trpo/accepted}: 1 where a step was taken, else 0
 *   <li>{@code trpo/cg_residual}: relative residual of conjugate gradient; only where there was a gradient. Above
 *       {@code maxResidual} no step is tried
 * </ul>
 */
public final class Trpo implements PolicyOptimizer, Stateful {

    private static final double LOG_RATIO_CLAMP = 20;

    private final TrpoConfig config;
    private final Metrics metrics;
    private final Pretraining pretraining;

    public Trpo(TrpoConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        pretraining = new Pretraining(config.critic());
    }

    /** How far value pretraining is. */
    @Override
    public Map<String, Object> state() {
        return pretraining.state();
    }

    @Override
    public void restore(Map<String, Object> state) {
        pretraining.restore(state);
    }

    /**
     * Old log-probabilities are required before the update, because they stay fixed while the rule moves the weights.
     */
    @Override
    public Requirements requirements() {
        Requirements needs = Requirements.streams(TokenStream.OLD_LOGPROBS).withSingleUpdate();
        return config.advantage() == Advantage.GAE
                ? needs.and(Requirements.streams(TokenStream.VALUES))
                : needs.groupsOf(2);
    }

    @Override
    public List<AuxiliaryModel> models() {
        return config.advantage() == Advantage.GAE
                ? List.of(new Critic(config.critic(), LossAggregation.TOKEN_MEAN, pretraining))
                : List.of();
    }

    @Override
    public Optional<UpdateRule> updateRule() {
        return Optional.of(new TrustRegion(config));
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return config.advantage() == Advantage.GAE
                ? new CriticCredit(config.gae(), metrics, pretraining).of(groups)
                : groups.stream().flatMap(group -> relative(group).stream()).toList();
    }

    private static List<Credit> relative(ScoredGroup group) {
        return Credit.perTrajectory(group, GroupRelativeAdvantage.of(group.rewards()));
    }

    /** {@code -mean(ratio * A)}: TRPO, equation 14. */
    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray ratio = Learned.logRatio(batch, LOG_RATIO_CLAMP).exp();
        return batch.tokenMean(ratio.mul(batch.learned(batch.advantages())).neg());
    }
}
