package org.reason4j.optimizer.ppo;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;

/**
 * Proximal policy optimization: {@link CriticCredit} and {@link ClippedSurrogate}, wired to the batch, and a {@link Critic}.
 *
 * <p>Metrics: those of {@link RatioMetrics}, {@link CriticCredit} and {@link Critic}; with {@link Resampling} {@code
 * resampling/distinct}, the share of a step's responses that were drawn.
 */
public final class Ppo implements PolicyOptimizer, Stateful {

    private final PpoConfig config;
    private final Metrics metrics;
    private final long seed;
    private final Pretraining pretraining;

    /** Made by core, from the optimizer's settings. */
    public Ppo(PpoConfig config, Metrics metrics, RunInfo run) {
        this.config = config;
        this.metrics = metrics;
        seed = run.seed();
        pretraining = new Pretraining(config.critic());
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.VALUES).and(Requirements.lossStreams(TokenStream.OLD_LOGPROBS));
    }

    @Override
    public List<AuxiliaryModel> models() {
        return List.of(new Critic(config.critic(), config.aggregation(), pretraining));
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

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        List<Credit> credits = new CriticCredit(config.gae(), metrics, pretraining).of(groups);
        return resampled(groups, config.positiveWeight() > 0 ? PositiveExamples.weigh(groups, credits) : credits);
    }

    private List<Credit> resampled(List<ScoredGroup> groups, List<Credit> credits) {
        double[] rewards = groups.stream()
                .flatMapToDouble(group -> Arrays.stream(group.rewards()))
                .toArray();
        List<Credit> drawn = Resampling.draw(credits, rewards, config.resampling(), seed);
        if (config.resampling().method() != ResamplingConfig.Method.NONE && !drawn.isEmpty()) {
            metrics.mean(
                    "resampling/distinct", (double) drawn.stream().distinct().count() / drawn.size());
        }
        return drawn;
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
