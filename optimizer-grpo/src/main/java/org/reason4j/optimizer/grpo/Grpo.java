package org.reason4j.optimizer.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.optimizer.PolicyOptimizer;

/**
 * Group relative policy optimization: {@link GroupRelativeAdvantage} and {@link ClippedSurrogate}, wired to the batch.
 *
 * <p>A recipe must sample at least two responses per prompt, whatever the preset: a group of one has nothing to be
 * relative to. {@link GrpoConfig#singleton} decides about groups that shrink to one response because the scores of the
 * others are missing.
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
public record Grpo(GrpoConfig config) implements PolicyOptimizer {

    @Override
    public Requirements requirements() {
        return Requirements.lossStreams(Stream.OLD_LOGPROBS).groupsOf(2);
    }

    @Override
    public List<Credit> credit(List<ScoredGroup> groups) {
        return groups.stream().flatMap(group -> credit(group).stream()).toList();
    }

    private List<Credit> credit(ScoredGroup group) {
        return Credit.perTrajectory(group, GroupRelativeAdvantage.of(group.rewards(), config));
    }

    @Override
    public NDArray loss(TokenBatch batch) {
        NDArray logprobs = learned(batch, batch.logprobs());
        NDArray oldLogprobs = learned(batch, batch.oldLogprobs());
        NDArray advantages = learned(batch, batch.advantages());
        NDArray ratio = ClippedSurrogate.ratio(logprobs, oldLogprobs, config);
        report(batch, logprobs, oldLogprobs, ratio, advantages);
        return batch.aggregate(ClippedSurrogate.perToken(ratio, advantages, config), config.aggregation());
    }

    /** Selects instead of multiplying: a mask does not remove an infinity, nor its gradient. */
    private static NDArray learned(TokenBatch batch, NDArray values) {
        return NDArrays.where(batch.mask().gt(0), values, values.zerosLike());
    }

    private void report(TokenBatch batch, NDArray logprobs, NDArray oldLogprobs, NDArray ratio, NDArray advantages) {
        NDArray constant = ratio.stopGradient();
        NDArray good = advantages.gt(0);
        NDArray bad = advantages.lt(0);
        metric(batch, "policy/clip_fraction_low", bad.logicalAnd(constant.lt(1 - config.clipLow())));
        metric(batch, "policy/clip_fraction_high", good.logicalAnd(constant.gt(1 + config.clipHigh())));
        if (config.dualClip() > 0) {
            metric(batch, "policy/clip_fraction_dual", bad.logicalAnd(constant.gt(config.dualClip())));
        }
        if (config.delta() > 0) {
            metric(batch, "policy/clip_fraction_delta", bad.logicalAnd(constant.gt(config.delta())));
        }
        batch.metric("policy/kl_old", oldLogprobs.sub(logprobs.stopGradient()));
        batch.metric("policy/ratio_mean", constant);
    }

    private static void metric(TokenBatch batch, String name, NDArray condition) {
        batch.metric(name, condition.toType(DataType.FLOAT32, false));
    }
}
