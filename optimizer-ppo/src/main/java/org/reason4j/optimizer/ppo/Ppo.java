package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.api.track.Metrics;

/**
 * Proximal policy optimization: {@link CriticCredit} and {@link ClippedSurrogate}, wired to the batch, and a {@link Critic}.
 *
 * <p>Metrics: those of {@link RatioMetrics}, {@link CriticCredit} and {@link Critic}.
 */
public record Ppo(PpoConfig config, Metrics metrics) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.VALUES).and(Requirements.lossStreams(TokenStream.OLD_LOGPROBS));
    }

    @Override
    public List<AuxiliaryModel> models() {
        return List.of(new Critic(config.critic(), config.aggregation()));
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new CriticCredit(config.gae(), metrics).of(groups);
        return config.positiveWeight() > 0 ? PositiveExamples.weigh(groups, credits) : credits;
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray advantages = batch.learned(batch.advantages());
        NDArray ratio = Learned.logRatio(batch, config.logRatioClamp()).exp();
        ClippedSurrogate surrogate = config.surrogate();
        RatioMetrics.of(batch, ratio, advantages).clips(surrogate);
        NDArray loss = batch.aggregate(surrogate.perToken(ratio, advantages), config.aggregation());
        return config.positiveWeight() > 0 ? loss.add(PositiveExamples.loss(batch, config.positiveWeight())) : loss;
    }
}
