package org.reason4j.api.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of one micro-batch: {@code B} responses, right-padded to {@code T} tokens. Every stream is {@code [B, T]}
 * in fp32 and response-aligned: entry {@code t} describes response token {@code t}. A stream is finite and holds 0 where
 * the mask is 0.
 *
 * <p>{@link Stream#LOGPROBS} and, where a component declares it, {@link Stream#ENTROPY} carry the gradient; everything
 * else is constant. Every other stream that the trajectories carry is in here, too. A loss made from
 * them is this micro-batch's <em>share</em> of the mini-batch's loss: the shares add up, because {@link #aggregate}
 * divides by the totals of the whole mini-batch.
 */
public final class TokenBatch {

    private final NDArray mask;
    private final Map<Stream, NDArray> streams;
    private final BatchTotals totals;
    private final Map<String, NDArray> metrics = new LinkedHashMap<>();

    /**
     * Groups tensors into a batch.
     *
     * @param mask 1 on learned tokens, else 0, {@code [B, T]}
     * @param streams each {@code [B, T]}
     * @param totals counts of the whole mini-batch
     */
    public TokenBatch(NDArray mask, Map<Stream, NDArray> streams, BatchTotals totals) {
        streams.forEach((stream, values) -> {
            if (!values.getShape().equals(mask.getShape())) {
                throw new IllegalArgumentException(stream.name() + " has shape " + values.getShape() + " but mask has "
                        + mask.getShape() + "; every stream of a TokenBatch is [B, T]");
            }
        });
        this.mask = mask;
        this.streams = Map.copyOf(streams);
        this.totals = totals;
    }

    /** 1 on learned tokens, 0 on tool output and padding, {@code [B, T]}. */
    public NDArray mask() {
        return mask;
    }

    /** A stream, {@code [B, T]}. */
    public NDArray stream(Stream stream) {
        NDArray values = streams.get(stream);
        if (values == null) {
            throw new IllegalStateException("This batch has no stream '" + stream.name() + "'; it has "
                    + streams.keySet() + ". Declare the stream in requirements().");
        }
        return values;
    }

    /** Log-probabilities under the policy being trained; differentiable, {@code [B, T]}. */
    public NDArray logprobs() {
        return stream(Stream.LOGPROBS);
    }

    /** Log-probabilities under the policy at the start of this step's updates, {@code [B, T]}. */
    public NDArray oldLogprobs() {
        return stream(Stream.OLD_LOGPROBS);
    }

    /** Advantages, {@code [B, T]}. */
    public NDArray advantages() {
        return stream(Stream.ADVANTAGES);
    }

    /** Counts of the whole mini-batch. */
    public BatchTotals totals() {
        return totals;
    }

    /** Number of learned tokens of each response, {@code [B, 1]}. */
    public NDArray lengths() {
        return mask.sum(new int[] {1}, true);
    }

    /**
     * Values on learned tokens and 0 elsewhere, {@code [B, T]}. It selects instead of multiplying: a mask does not remove an
     * infinity, nor its gradient.
     */
    public NDArray learned(NDArray values) {
        return NDArrays.where(mask.gt(0), values, values.zerosLike());
    }

    /** This micro-batch's share of the mean over learned tokens; a scalar. */
    public NDArray tokenMean(NDArray perToken) {
        return aggregate(perToken, LossAggregation.TOKEN_MEAN);
    }

    /** This micro-batch's share of a loss given per token, {@code [B, T]}; a scalar. */
    public NDArray aggregate(NDArray perToken, LossAggregation mode) {
        NDArray masked = perToken.mul(mask);
        return switch (mode) {
            case TOKEN_MEAN -> masked.sum().div(Math.max(1, totals.learnedTokens()));
            case SEQ_MEAN_TOKEN_MEAN ->
                masked.sum(new int[] {1}, true).div(lengths().maximum(1)).sum().div(Math.max(1, totals.responses()));
            case SEQ_MEAN_TOKEN_SUM -> masked.sum().div(Math.max(1, totals.responses()));
            case SEQ_MEAN_TOKEN_SUM_NORM ->
                masked.sum().div(Math.max(1L, (long) totals.rows() * totals.maxResponseTokens()));
        };
    }

    /** Reports the mean of something over the mini-batch's learned tokens under that name, {@code [B, T]}. */
    public void metric(String name, NDArray perToken) {
        metrics.put(name, tokenMean(perToken.stopGradient()));
    }

    /** What was reported: this micro-batch's share of each mean, scalars. */
    public Map<String, NDArray> metrics() {
        return metrics;
    }
}
