package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.track.Metrics;

/**
 * Proximal policy optimization: {@link CriticCredit} and {@link ClippedSurrogate}, wired to the batch, and a {@link Critic}.
 *
 * <p>Metrics, each a mean over learned tokens, beside those of {@link CriticCredit} and {@link Critic}:
 *
 * <ul>
 *   <li>{@code policy/clip_fraction_low}: {@code A < 0} and {@code ratio < 1 - clipLow}; the gradient is 0 there
 *   <li>{@code policy/clip_fraction_high}: {@code A > 0} and {@code ratio > 1 + clipHigh}; likewise
 *   <li>{@code policy/clip_fraction_dual}: {@code A < 0} and {@code ratio > dualClip}; only with a dual clip
 *   <li>{@code policy/kl_old}: {@code oldLogprobs - logprobs}
 *   <li>{@code policy/ratio_mean}: {@code exp(logprobs - oldLogprobs)}
 * </ul>
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
        NDArray logRatio = Learned.logRatio(batch, config.logRatioClamp());
        NDArray ratio = logRatio.exp();
        report(batch, ratio.stopGradient(), advantages);
        NDArray loss = batch.aggregate(config.surrogate().perToken(ratio, advantages), config.aggregation());
        return config.positiveWeight() > 0 ? loss.add(PositiveExamples.loss(batch, config.positiveWeight())) : loss;
    }

    private void report(TokenBatch batch, NDArray ratio, NDArray advantages) {
        NDArray good = advantages.gt(0);
        NDArray bad = advantages.lt(0);
        share(batch, "policy/clip_fraction_low", bad.logicalAnd(ratio.lt(1 - config.clipLow())));
        share(batch, "policy/clip_fraction_high", good.logicalAnd(ratio.gt(1 + config.clipHigh())));
        if (config.dualClip() > 0) {
            share(batch, "policy/clip_fraction_dual", bad.logicalAnd(ratio.gt(config.dualClip())));
        }
        batch.metric("policy/kl_old", Learned.logRatio(batch, 0).neg());
        batch.metric("policy/ratio_mean", ratio);
    }

    private static void share(TokenBatch batch, String name, NDArray condition) {
        batch.metric(name, condition.toType(DataType.FLOAT32, false));
    }
}
