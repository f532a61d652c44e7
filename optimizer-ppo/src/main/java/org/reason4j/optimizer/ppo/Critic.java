package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;

/**
 * The value model: estimates the return before each token, and learns {@link #RETURNS} by {@link ClippedValueLoss}.
 *
 * <p>Metric: {@code critic/clip_fraction}, the share of learned tokens on which the clip acts; only with a clip.
 */
record Critic(CriticConfig config, LossAggregation aggregation, Pretraining pretraining) implements AuxiliaryModel {

    /** Targets of the critic, attached to every trajectory with its credit. */
    static final TokenStream RETURNS = TokenStream.of("optimizer-ppo", "returns");

    @Override
    public String name() {
        return "critic";
    }

    @Override
    public Output output() {
        return Output.VALUES;
    }

    @Override
    public TokenStream stream() {
        return TokenStream.VALUES;
    }

    @Override
    public Learning learning() {
        return Learning.of(config.learningRate())
                .withPath(config.path())
                .withEpochs(config.epochs())
                .withClipNorm(config.clipNorm())
                .withSoloSteps(config.soloSteps())
                .withMiniBatches(config.miniBatches())
                .withWarmupUpdates(config.warmupUpdates())
                .withRewardHead(config.rewardHead());
    }

    @Override
    public boolean learnsAlone(int step) {
        return pretraining.isOn(step);
    }

    @Override
    public NDArray loss(TokenBatch batch, NDArray output) {
        NDArray values = batch.learned(output);
        NDArray oldValues = batch.learned(batch.stream(TokenStream.VALUES));
        NDArray returns = batch.learned(batch.stream(RETURNS));
        double clip = config.valueClip();
        if (clip > 0) {
            NDArray acts = ClippedValueLoss.acts(values.stopGradient(), oldValues, returns, clip);
            batch.metric("critic/clip_fraction", acts.toType(DataType.FLOAT32, false));
        }
        return batch.aggregate(ClippedValueLoss.perToken(values, oldValues, returns, clip), aggregation);
    }
}
