package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * Any advantage with the clipped loss per token: {@link Advantages} and {@link ClippedSurrogate}, wired to the batch. With
 * other settings it is REINFORCE++, its variant with a baseline, or ReMax; {@link Grpo} is built on it, too.
 *
 * <p>Metrics, each a mean over learned tokens:
 *
 * <ul>
 *   <li>{@code policy/clip_fraction_low}: {@code A < 0} and {@code ratio < 1 - clipLow}; the gradient is 0 there
 *   <li>{@code policy/clip_fraction_high}: {@code A > 0} and {@code ratio > 1 + clipHigh}; likewise
 *   <li>{@code policy/clip_fraction_dual}: {@code A < 0} and {@code ratio > dualClip}; only with a dual clip
 *   <li>{@code policy/clip_fraction_delta}: {@code A < 0} and {@code ratio > delta}; only with a two-sided clip
 *   <li>{@code policy/kl_old}: {@code oldLogprobs - logprobs}
 *   <li>{@code policy/ratio_mean}: {@code exp(logprobs - oldLogprobs)}
 * </ul>
 */
public record ClippedPolicyGradient(ClippedConfig config) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(TokenStream.OLD_LOGPROBS)
                .and(config.advantage().requirements());
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return Advantages.of(groups, config.advantage());
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(config.logRatioClamp()).exp();
        report(tokens, ratio);
        return batch.aggregate(config.surrogate().perToken(ratio, tokens.advantages()), config.aggregation());
    }

    private void report(LearnedTokens tokens, NDArray ratio) {
        tokens.reportRatio(ratio);
        tokens.reportClips(ratio, 1 - config.clipLow(), 1 + config.clipHigh());
        NDArray bad = tokens.advantages().lt(0);
        NDArray constant = ratio.stopGradient();
        if (config.dualClip() > 0) {
            tokens.reportShare("policy/clip_fraction_dual", bad.logicalAnd(constant.gt(config.dualClip())));
        }
        if (config.delta() > 0) {
            tokens.reportShare("policy/clip_fraction_delta", bad.logicalAnd(constant.gt(config.delta())));
        }
    }
}
