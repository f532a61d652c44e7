package org.reason4j.api.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/**
 * The tensors of one micro-batch: {@code B} responses, right-padded to {@code T} tokens. Every stream is {@code [B, T]}
 * in fp32 and response-aligned: entry {@code t} describes response token {@code t}. A stream is finite and holds 0 where
 * the mask is 0.
 *
 * <p>{@link TokenStream#LOGPROBS}, log-probabilities of {@link Top} tokens and, where a component declares them, {@link
 * TokenStream#ENTROPY} and {@link TokenStream#OBSERVED_LOGPROBS} carry the gradient; everything else is constant. Every other stream that the trajectories carry is
 * in here, too. A loss made from them is this micro-batch's <em>share</em> of the mini-batch's loss: the shares add up,
 * because {@link #aggregate} divides by the totals of the whole mini-batch.
 */
@API(status = Status.STABLE, since = "1.0.0")
@Provided
public final class TokenBatch {

    private final NDArray mask;
    private final Map<TokenStream, NDArray> streams;
    private final BatchTotals totals;
    private final List<Row> rows;
    private final Map<TokenStream, Top> tops;
    private final Map<String, NDArray> metrics;
    private final Map<NDArray, NDArray>
            copies; // by their originals, of those that were read; empty where none are made
    private final boolean copying;

    private TokenBatch(
            NDArray mask,
            Map<TokenStream, NDArray> streams,
            BatchTotals totals,
            List<Row> rows,
            Map<TokenStream, Top> tops) {
        streams.forEach((stream, values) -> {
            if (!values.getShape().equals(mask.getShape())) {
                throw new IllegalArgumentException(stream.name() + " has shape " + values.getShape() + " but mask has "
                        + mask.getShape() + "; every stream of a TokenBatch is [B, T]");
            }
        });
        this.mask = mask;
        this.streams = streams;
        this.totals = totals;
        this.rows = rows;
        this.tops = tops;
        metrics = new LinkedHashMap<>();
        copies = Map.of();
        copying = false;
    }

    private TokenBatch(TokenBatch original) {
        mask = original.mask.duplicate();
        streams = original.streams;
        totals = original.totals;
        rows = original.rows;
        tops = original.tops;
        metrics = original.metrics;
        copies = new IdentityHashMap<>();
        copying = true;
    }

    /**
     * Returns this batch for one of several losses: its constant tensors are copies, made when they are first read, so that a
     * change in place reaches no other loss. Tensors that carry the gradient are the same, and refuse a change in place.
     * Numbers reported there are reported here.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public TokenBatch apart() {
        return new TokenBatch(this);
    }

    private NDArray own(NDArray tensor) {
        return copying && !tensor.hasGradient() ? copies.computeIfAbsent(tensor, NDArray::duplicate) : tensor;
    }

    /**
     * Groups tensors into a batch.
     *
     * @param mask 1 on learned tokens, else 0, {@code [B, T]}
     * @param streams each {@code [B, T]}
     * @param totals counts of the whole mini-batch
     */
    public static TokenBatch of(NDArray mask, Map<TokenStream, NDArray> streams, BatchTotals totals) {
        return new TokenBatch(mask, Map.copyOf(streams), totals, List.of(), Map.of());
    }

    /** Returns a batch that says where its rows come from, {@code B} of them in order. */
    public TokenBatch withRows(List<Row> described) {
        if (described.size() != mask.getShape().get(0)) {
            throw new IllegalArgumentException(
                    described.size() + " rows are described, but the mask has shape " + mask.getShape());
        }
        return new TokenBatch(mask, streams, totals, List.copyOf(described), tops);
    }

    /** Returns a batch with the top tokens of models, by the name that they were attached under. */
    public TokenBatch withTops(Map<TokenStream, Top> values) {
        return new TokenBatch(mask, streams, totals, rows, Map.copyOf(values));
    }

    /**
     * Source of one row. It may get further components: read it, and make it with {@link #of}.
     *
     * @param trajectory the response, with its prompt, sample index, origin and parameters
     * @param group number of its group within the mini-batch, from 0: rows of one prompt have the same
     * @param pair number of its pair within the step; empty where its credit names none
     * @param chosen whether it is the better one of its pair: its advantage is positive
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public record Row(Trajectory trajectory, int group, OptionalInt pair, boolean chosen) {

        /** A row of a credit in that group. */
        public static Row of(Credit credit, int group) {
            float[] advantages = credit.advantages();
            return new Row(credit.trajectory(), group, credit.pair(), advantages.length > 0 && advantages[0] > 0);
        }
    }

    /**
     * The {@code k} most likely tokens of a model at every position, and the policy's view of the same tokens.
     *
     * @param logprobs log-probabilities of the model that the tokens come from, {@code [B, T, k]}; constant, 0 where the
     *     mask is 0
     * @param policy log-probabilities of the policy being trained, {@code [B, T, k]}; differentiable
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public record Top(NDArray logprobs, NDArray policy) {}

    /** 1 on learned tokens, 0 on tool output and padding, {@code [B, T]}. */
    public NDArray mask() {
        return mask;
    }

    /** Names of its streams. */
    public Set<TokenStream> streams() {
        return streams.keySet();
    }

    /**
     * A stream, {@code [B, T]}.
     *
     * @throws IllegalStateException if it is not here, or a row's trajectory lacks it, as a demonstration lacks behaviour
     *     log-probabilities: {@link #streamOr} fills such rows
     */
    public NDArray stream(TokenStream stream) {
        for (Row row : rows) {
            if (isMissing(stream, row)) {
                throw new IllegalStateException(
                        "TokenStream '" + stream.name() + "' is missing in a row of this batch: the " + row.trajectory()
                                + " has none. Read it with streamOr, or leave such rows out.");
            }
        }
        return known(stream);
    }

    /** A stream, {@code [B, T]}, with {@code filler} on the learned tokens of rows whose trajectory lacks it. */
    public NDArray streamOr(TokenStream stream, float filler) {
        NDArray values = known(stream);
        float[] missing = new float[Math.toIntExact(mask.getShape().get(0))];
        boolean any = false;
        for (int i = 0; i < rows.size(); i++) {
            missing[i] = isMissing(stream, rows.get(i)) ? filler : 0;
            any |= missing[i] != 0;
        }
        return any ? values.add(mask.mul(column(missing))) : values;
    }

    private boolean isMissing(TokenStream stream, Row row) {
        return (stream.equals(TokenStream.BEHAVIOUR_LOGPROBS) || stream.equals(TokenStream.SAMPLED_LOGPROBS))
                && !row.trajectory().streams().contains(stream);
    }

    private NDArray known(TokenStream stream) {
        NDArray values = streams.get(stream);
        if (values == null) {
            throw new IllegalStateException("This batch has no stream '" + stream.name() + "'; it has "
                    + streams.keySet() + ". Declare the stream in requirements().");
        }
        return own(values);
    }

    /**
     * The top tokens that were attached under that name.
     *
     * @throws IllegalStateException if there are none
     */
    public Top top(TokenStream name) {
        Top top = tops.get(name);
        if (top == null) {
            throw new IllegalStateException("This batch has no top tokens '" + name.name() + "'; it has "
                    + tops.keySet() + ". Attach them to every trajectory with Trajectory.with.");
        }
        return copying ? new Top(own(top.logprobs()), own(top.policy())) : top;
    }

    /** Log-probabilities under the policy being trained; differentiable, {@code [B, T]}. */
    public NDArray logprobs() {
        return stream(TokenStream.LOGPROBS);
    }

    /** Log-probabilities under the policy at the start of this step's updates, {@code [B, T]}. */
    public NDArray oldLogprobs() {
        return stream(TokenStream.OLD_LOGPROBS);
    }

    /** Advantages, {@code [B, T]}. */
    public NDArray advantages() {
        return stream(TokenStream.ADVANTAGES);
    }

    /** Counts of the whole mini-batch. */
    public BatchTotals totals() {
        return totals;
    }

    /** Source of each row, {@code B} of them; none in a batch that a test made without. */
    public List<Row> rows() {
        return rows;
    }

    /** Number of learned tokens of each response, {@code [B, 1]}. */
    public NDArray lengths() {
        return rowSums(mask);
    }

    /** Sum over the learned tokens of each response, {@code [B, 1]}, of something per token, {@code [B, T]}. */
    public NDArray rowSums(NDArray perToken) {
        return perToken.mul(mask).sum(new int[] {1}, true);
    }

    /**
     * A number as a tensor without dimensions, in fp32, that lives as long as the batch; constant. What carries a gradient is multiplied
     * with it, or divided by it, rather than with a number of Java: DJL makes a tensor of that and closes it at once, while the backward
     * pass has yet to read it.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public NDArray constant(double number) {
        return mask.getManager().create((float) number);
    }

    /** One number per row as a column, {@code [B, 1]}; constant. */
    public NDArray column(float[] perRow) {
        return mask.getManager().create(perRow, new Shape(perRow.length, 1));
    }

    /** One number per row, from what the row is, as a column, {@code [B, 1]}; constant. */
    public NDArray column(ToDoubleFunction<Row> number) {
        float[] perRow = new float[rows.size()];
        for (int i = 0; i < perRow.length; i++) {
            perRow[i] = (float) number.applyAsDouble(rows.get(i));
        }
        return column(perRow);
    }

    /**
     * The chosen row's number less the rejected row's, for each pair in this micro-batch, {@code [pairs, 1]}, by number of the
     * pair; none, {@code [0, 1]}, where no row has a pair. Differentiable. Declare {@link Requirements#withPairsTogether} so
     * that both members are here.
     *
     * @param perRow {@code [B, 1]}
     * @throws IllegalStateException if a pair lacks one of its members here
     */
    public NDArray pairDifferences(NDArray perRow) {
        Map<Integer, int[]> members = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.pair().isPresent()) {
                int[] places = members.computeIfAbsent(row.pair().getAsInt(), any -> new int[] {-1, -1});
                places[row.chosen() ? 0 : 1] = i;
            }
        }
        if (members.isEmpty()) {
            return perRow.get("0:0");
        }
        float[] signs = new float[members.size() * rows.size()];
        int next = 0;
        for (Map.Entry<Integer, int[]> pair : members.entrySet()) {
            int[] places = pair.getValue();
            if (places[0] < 0 || places[1] < 0) {
                throw new IllegalStateException("Pair " + pair.getKey() + " lacks its "
                        + (places[0] < 0 ? "chosen" : "rejected")
                        + " response in this micro-batch. Declare withPairsTogether in requirements().");
            }
            signs[next + places[0]] = 1;
            signs[next + places[1]] = -1;
            next += rows.size();
        }
        return mask.getManager()
                .create(signs, new Shape(members.size(), rows.size()))
                .matMul(perRow);
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
            case TOKEN_MEAN -> masked.sum().div(constant(Math.max(1, totals.learnedTokens())));
            case SEQ_MEAN_TOKEN_MEAN ->
                masked.sum(new int[] {1}, true)
                        .div(lengths().maximum(1))
                        .sum()
                        .div(constant(Math.max(1, totals.responses())));
            case SEQ_MEAN_TOKEN_SUM -> masked.sum().div(constant(Math.max(1, totals.responses())));
            case SEQ_MEAN_TOKEN_SUM_NORM ->
                masked.sum().div(constant(Math.max(1L, (long) totals.rows() * totals.maxResponseTokens())));
            case PROMPT_MEAN ->
                masked.sum(new int[] {1}, true).mul(weightsOfPrompts()).sum();
        };
    }

    /** For each row {@code 1 / (prompts * learned tokens of its prompt)}, {@code [B, 1]}. */
    private NDArray weightsOfPrompts() {
        Map<String, Long> tokens = totals.learnedTokensOfPrompts();
        if (tokens.isEmpty() && totals.groups() <= 1) { // one prompt, or nothing to learn from
            return mask.getManager().full(new Shape(1, 1), 1f / Math.max(1, totals.learnedTokens()));
        }
        if (tokens.isEmpty() || rows.isEmpty()) {
            throw new IllegalStateException(
                    "PROMPT_MEAN divides by the learned tokens of each prompt, but this batch, of "
                            + totals
                            + ", does not say which prompts its rows have. Count them with BatchTotals.of(credits, ...)"
                            + " and describe them with withRows");
        }
        return column(row -> {
            long ofPrompt = tokens.getOrDefault(row.trajectory().prompt().id(), 1L); // 1: it has nothing to weigh
            return 1.0 / ((double) tokens.size() * ofPrompt);
        });
    }

    /** This micro-batch's share of the mean over pairs of something per pair, {@code [pairs, 1]}; a scalar. */
    public NDArray pairMean(NDArray perPair) {
        return perPair.sum().div(constant(Math.max(1, totals.pairs())));
    }

    /** Reports the mean of something over the mini-batch's learned tokens under that name, {@code [B, T]}. */
    public void metric(String name, NDArray perToken) {
        metrics.put(name, tokenMean(perToken.stopGradient()));
    }

    /** Reports this micro-batch's share of a number of the mini-batch under that name; a scalar. */
    public void share(String name, NDArray scalar) {
        metrics.put(name, scalar.stopGradient());
    }

    /** Reported numbers: this micro-batch's share of each, scalars. */
    public Map<String, NDArray> metrics() {
        return Collections.unmodifiableMap(metrics);
    }
}
