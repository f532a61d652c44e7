package org.reason4j.reward.unsupervised.confidence;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * Entropy minimised by its own gradient: the loss is {@code mean_t H(softmax(z_t / tau))} over learned tokens. Per logit its
 * gradient is {@code -p_j (ln p_j + H) / tau}, over the number of tokens.
 *
 * <p>It has no advantage: rewards are recorded and change nothing. Log-probabilities and entropies of the update are taken at
 * {@code tau}, by credits whose parameters say so.
 *
 * <p>Metric: {@code entropy_minimisation/entropy}, the mean over learned tokens, in nats.
 *
 * @see <a href="https://arxiv.org/abs/2505.20282">One-shot Entropy Minimization</a>
 */
public final class EntropyMinimisation implements PolicyOptimizer {

    private final EntropyMinimisationConfig config;

    public EntropyMinimisation(EntropyMinimisationConfig config) {
        this.config = config;
    }

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.ENTROPY);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new ArrayList<>();
        for (ScoredGroup group : groups) {
            for (ScoredTrajectory one : group.trajectories()) {
                credits.add(Credit.constant(tempered(one.trajectory()), 0));
            }
        }
        return credits;
    }

    private Trajectory tempered(Trajectory one) {
        SamplingParams drawn = one.params().orElseGet(() -> SamplingParams.of(Math.max(1, one.length())));
        return one.withParams(drawn.withTemperature(config.temperature()));
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray entropy = batch.learned(batch.stream(TokenStream.ENTROPY));
        batch.metric("entropy_minimisation/entropy", entropy);
        return batch.aggregate(entropy, config.aggregation());
    }
}
