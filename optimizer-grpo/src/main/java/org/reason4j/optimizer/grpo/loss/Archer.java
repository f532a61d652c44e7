package org.reason4j.optimizer.grpo.loss;

import static org.reason4j.api.plugin.ConfigException.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.Arrays;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.ClippedSurrogate;
import org.reason4j.api.optimizer.RatioMetrics;
import org.reason4j.optimizer.grpo.tokens.LearnedTokens;
import org.reason4j.optimizer.grpo.tokens.Quantile;
import org.reason4j.optimizer.grpo.tokens.Signs;

/**
 * Archer: tokens where the policy hesitates may move far, those that carry knowledge stay near where they were.
 *
 * <p>A token is of high entropy where {@code H} is above the {@link Quantile} of its own response. It has {@link
 * ClippedSurrogate} with wide bounds. Every other token has it with narrow ones and, added to its loss, {@code klCoefficient}
 * times {@code k3 = exp(r) - r - 1} with {@code r = refLogprobs - logprobs}. Entropies are the policy's at the update, and
 * constant.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/high_entropy_share}; {@code policy/clip_fraction_low} and {@code
 * policy/clip_fraction_high}, by the bounds of each token; {@code policy/ratio_mean}; {@code policy/kl_old}.
 *
 * @param quantile share of a response's tokens that are of low entropy, in (0, 1)
 * @param clipLow distance of the lower clip bound of a token of low entropy from 1, in (0, 1)
 * @param clipHigh distance of its upper clip bound from 1, above 0
 * @param wideClipLow distance of the lower clip bound of a token of high entropy from 1, in (0, 1)
 * @param wideClipHigh distance of its upper clip bound from 1, above 0
 * @param klCoefficient factor of the divergence from the reference policy on tokens of low entropy, at least 0; 0 for none
 * @see <a href="https://arxiv.org/abs/2507.15778">Archer</a>
 */
public record Archer(
        double quantile, double clipLow, double clipHigh, double wideClipLow, double wideClipHigh, double klCoefficient)
        implements PolicyLoss {

    /** The numbers of the authors' runs. */
    public static final Archer DEFAULTS = new Archer(0.8, 0.2, 0.2, 0.5, 0.5, 1e-3);

    private static final double LARGEST_KL = 10;

    public Archer {
        check(quantile > 0 && quantile < 1, "archer.quantile must be in (0, 1), got %s", quantile);
        ClippedSurrogate.validate("archer", clipLow, clipHigh);
        check(wideClipLow > 0 && wideClipLow < 1, "archer.wideClipLow must be in (0, 1), got %s", wideClipLow);
        check(
                wideClipHigh > 0 && Double.isFinite(wideClipHigh),
                "archer.wideClipHigh must be above 0, got %s",
                wideClipHigh);
        check(
                klCoefficient >= 0 && Double.isFinite(klCoefficient),
                "archer.klCoefficient must be at least 0, got %s",
                klCoefficient);
    }

    @Override
    public Requirements requirements() {
        Requirements reads = Requirements.lossStreams(TokenStream.OLD_LOGPROBS, TokenStream.ENTROPY);
        return klCoefficient > 0 ? reads.and(Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS)) : reads;
    }

    @Override
    public NDArray loss(TokenBatch batch, LossAggregation aggregation) {
        LearnedTokens tokens = LearnedTokens.of(batch);
        NDArray ratio = tokens.logRatio(20).exp();
        NDArray hesitant = batch.learned(batch.stream(TokenStream.ENTROPY))
                .stopGradient()
                .gt(thresholds(batch))
                .logicalAnd(batch.mask().gt(0));
        report(tokens, ratio, hesitant);
        NDArray advantages = tokens.advantages();
        NDArray perToken = NDArrays.where(
                hesitant,
                ClippedSurrogate.of(wideClipLow, wideClipHigh).perToken(ratio, advantages),
                ClippedSurrogate.of(clipLow, clipHigh).perToken(ratio, advantages));
        if (klCoefficient > 0) {
            NDArray near = Signs.either(hesitant, 0, klCoefficient);
            perToken = perToken.add(near.mul(divergence(tokens)));
        }
        return batch.aggregate(perToken, aggregation);
    }

    /** The quantile of each response's entropies, {@code [B, 1]}; constant. */
    private NDArray thresholds(TokenBatch batch) {
        int width = (int) batch.mask().getShape().get(1);
        float[] learned = batch.mask().toFloatArray();
        float[] entropies = batch.stream(TokenStream.ENTROPY).stopGradient().toFloatArray();
        float[] thresholds = new float[learned.length / width];
        for (int i = 0; i < thresholds.length; i++) {
            double[] row = new double[width];
            int next = 0;
            for (int t = i * width; t < (i + 1) * width; t++) {
                if (learned[t] > 0) {
                    row[next++] = entropies[t];
                }
            }
            thresholds[i] = next == 0 ? 0 : (float) Quantile.of(Arrays.copyOf(row, next), quantile);
        }
        return batch.column(thresholds);
    }

    private void report(LearnedTokens tokens, NDArray ratio, NDArray hesitant) {
        TokenBatch batch = tokens.batch();
        NDArray constant = ratio.stopGradient();
        NDArray advantages = tokens.advantages();
        RatioMetrics.of(batch, ratio, advantages);
        batch.metric("policy/high_entropy_share", Signs.number(hesitant));
        NDArray least = Signs.either(hesitant, 1 - wideClipLow, 1 - clipLow);
        NDArray most = Signs.either(hesitant, 1 + wideClipHigh, 1 + clipHigh);
        batch.metric("policy/clip_fraction_low", Signs.number(advantages.lt(0).logicalAnd(constant.lt(least))));
        batch.metric("policy/clip_fraction_high", Signs.number(advantages.gt(0).logicalAnd(constant.gt(most))));
    }

    private static NDArray divergence(LearnedTokens tokens) {
        NDArray reference = tokens.batch().learned(tokens.batch().stream(TokenStream.REFERENCE_LOGPROBS));
        NDArray r = reference.sub(tokens.logprobs()).clip(-20, 20);
        return r.exp().sub(r).sub(1).clip(-LARGEST_KL, LARGEST_KL);
    }
}
