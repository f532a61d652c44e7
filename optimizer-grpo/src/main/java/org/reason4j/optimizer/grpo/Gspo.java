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
 * Group sequence policy optimization: the clip acts on whole responses, because a reward is given to whole responses. {@link
 * Advantages}, {@link SequenceRatio#geometricMean} and {@link ClippedSurrogate}, wired to the batch.
 *
 * <p>Metrics, each a mean over learned tokens: {@code policy/clip_fraction_low}, {@code policy/clip_fraction_high} and
 * {@code policy/ratio_mean} of the response's ratio, and {@code policy/kl_old}.
 *
 * @see <a href="https://arxiv.org/abs/2507.18071">GSPO, equations 5, 7 and 14</a>
 */
public record Gspo(GspoConfig config) implements PolicyOptimizer {

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
        NDArray ratio = SequenceRatio.geometricMean(tokens);
        tokens.reportRatio(ratio);
        tokens.reportClips(ratio, 1 - config.clipLow(), 1 + config.clipHigh());
        ClippedSurrogate surrogate = ClippedSurrogate.of(config.clipLow(), config.clipHigh());
        return batch.aggregate(surrogate.perToken(ratio, tokens.advantages()), config.aggregation());
    }
}
