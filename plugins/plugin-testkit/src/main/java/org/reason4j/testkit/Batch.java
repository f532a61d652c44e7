package org.reason4j.testkit;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;

/**
 * A mini-batch, or a micro-batch of one, in plain arrays, and the evaluation of a loss on it. Arrays are neither copied
 * nor changed.
 *
 * @param leaf the stream that a loss is differentiated by, one of the streams
 * @param streams numbers per response token, {@code [B][T]} each
 * @param mask 1 on learned tokens, else 0, {@code [B][T]}
 * @param totals counts of the whole mini-batch
 * @param rows source of each row; none where a test needs none
 */
public record Batch(
        TokenStream leaf,
        Map<TokenStream, float[][]> streams,
        float[][] mask,
        BatchTotals totals,
        List<TokenBatch.Row> rows) {

    /** The stream of {@link #ofOutput}: the output of a model that learns beside the policy. */
    public static final TokenStream OUTPUT = TokenStream.of("plugin-testkit", "output");

    /**
     * Value, gradient in the leaf and metrics of a loss.
     *
     * @param loss the micro-batch's share
     * @param gradient of the loss in the leaf, {@code [B][T]}
     * @param metrics by name, the micro-batch's share of each
     */
    public record Result(double loss, float[][] gradient, Map<String, Double> metrics) {}

    /**
     * Checks shapes.
     *
     * @throws IllegalArgumentException unless the leaf is among the streams and all of them have the shape of the mask
     */
    public Batch {
        if (!streams.containsKey(leaf)) {
            throw new IllegalArgumentException(
                    "The leaf '" + leaf.name() + "' is none of the streams " + streams.keySet());
        }
        streams.forEach((stream, values) -> {
            if (!Arrays.equals(widths(values), widths(mask))) {
                throw new IllegalArgumentException(stream.name() + " has rows of " + Arrays.toString(widths(values))
                        + " tokens but mask has " + Arrays.toString(widths(mask)));
            }
        });
        if (!rows.isEmpty() && rows.size() != mask.length) {
            throw new IllegalArgumentException(rows.size() + " rows are described, but mask has " + mask.length);
        }
        streams = Map.copyOf(streams);
        rows = List.copyOf(rows);
    }

    /** A batch that does not say where its rows come from. */
    public Batch(TokenStream leaf, Map<TokenStream, float[][]> streams, float[][] mask, BatchTotals totals) {
        this(leaf, streams, mask, totals, List.of());
    }

    private static int[] widths(float[][] rows) {
        return Arrays.stream(rows).mapToInt(row -> row.length).toArray();
    }

    /** A batch that is a whole mini-batch, of responses that may be as long as its rows. */
    public static Batch whole(TokenStream leaf, Map<TokenStream, float[][]> streams, float[][] mask) {
        return new Batch(leaf, streams, mask, totals(mask));
    }

    /** A whole mini-batch for the loss of a policy optimizer, differentiated in the log-probabilities. */
    public static Batch policy(float[][] logprobs, float[][] oldLogprobs, float[][] advantages, float[][] mask) {
        return whole(
                TokenStream.LOGPROBS,
                Map.of(
                        TokenStream.LOGPROBS, logprobs,
                        TokenStream.OLD_LOGPROBS, oldLogprobs,
                        TokenStream.ADVANTAGES, advantages),
                mask);
    }

    /** A whole mini-batch for the loss of a model that learns beside the policy, differentiated in its output. */
    public static Batch ofOutput(float[][] output, Map<TokenStream, float[][]> streams, float[][] mask) {
        Map<TokenStream, float[][]> all = new HashMap<>(streams);
        all.put(OUTPUT, output);
        return whole(OUTPUT, all, mask);
    }

    /**
     * A whole mini-batch of credits, with the streams that all of their responses carry and {@code further} ones, {@code [B][L]}
     * each in the order of the rows: those of responses with a learned token. All numbers are 0 where a token is not learned, those
     * of {@link TokenStream#OBSERVED_LOGPROBS} where it is.
     */
    public static Batch of(
            TokenStream leaf, List<Credit> credits, Map<TokenStream, ? extends Function<Trajectory, float[]>> further) {
        List<Credit> learned = credits.stream()
                .filter(one -> one.trajectory().learnedTokens() > 0)
                .toList();
        int width = learned.stream()
                .mapToInt(one -> one.trajectory().length())
                .max()
                .orElse(1);
        Map<TokenStream, float[][]> all = new HashMap<>();
        Set<TokenStream> carried = learned.isEmpty()
                ? Set.of()
                : new HashSet<>(learned.get(0).trajectory().streams());
        learned.forEach(one -> carried.retainAll(one.trajectory().streams()));
        carried.forEach(stream -> all.put(stream, padded(learned, width, one -> one.trajectory().stream(stream))));
        all.put(TokenStream.ADVANTAGES, padded(learned, width, Credit::advantages));
        further.forEach((stream, numbers) -> all.put(
                stream,
                padded(
                        learned,
                        width,
                        one -> numbers.apply(one.trajectory()),
                        !stream.equals(TokenStream.OBSERVED_LOGPROBS))));
        List<String> prompts = learned.stream()
                .map(one -> one.trajectory().prompt().id())
                .distinct()
                .toList();
        return new Batch(
                leaf,
                all,
                padded(learned, width, one -> ones(one.trajectory().length())),
                BatchTotals.of(credits, width),
                learned.stream()
                        .map(one -> TokenBatch.Row.of(
                                one, prompts.indexOf(one.trajectory().prompt().id())))
                        .toList());
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[][] padded(List<Credit> credits, int width, Function<Credit, float[]> numbers) {
        return padded(credits, width, numbers, true);
    }

    /** Rows with 0 on tokens that are not learned; on those that are where {@code ofLearned} is false. */
    private static float[][] padded(
            List<Credit> credits, int width, Function<Credit, float[]> numbers, boolean ofLearned) {
        float[][] rows = new float[credits.size()][];
        for (int i = 0; i < rows.length; i++) {
            float[] row = Arrays.copyOf(numbers.apply(credits.get(i)), width);
            for (int t = 0; t < width; t++) {
                Trajectory one = credits.get(i).trajectory();
                row[t] = t < one.length() && one.isLearned(t) == ofLearned ? row[t] : 0;
            }
            rows[i] = row;
        }
        return rows;
    }

    private static BatchTotals totals(float[][] mask) {
        long tokens = 0;
        int responses = 0;
        for (float[] row : mask) {
            int learned = 0;
            for (float m : row) {
                learned += (int) m;
            }
            tokens += learned;
            responses += learned > 0 ? 1 : 0;
        }
        return BatchTotals.of(tokens, responses, mask.length, mask.length == 0 ? 0 : mask[0].length);
    }

    /** Numbers of a stream, {@code [B][T]}. */
    public float[][] values(TokenStream stream) {
        float[][] values = streams.get(stream);
        if (values == null) {
            throw new IllegalArgumentException("No stream '" + stream.name() + "' among " + streams.keySet());
        }
        return values;
    }

    /** Returns this batch with other numbers in a stream, {@code [B][T]}. */
    public Batch with(TokenStream stream, float[][] values) {
        Map<TokenStream, float[][]> others = new HashMap<>(streams);
        others.put(stream, values);
        return new Batch(leaf, others, mask, totals, rows);
    }

    /** Returns this batch with {@code by} added to one number of the leaf. */
    public Batch moved(int row, int token, float by) {
        float[][] values = Arrays.stream(values(leaf)).map(float[]::clone).toArray(float[][]::new);
        values[row][token] += by;
        return with(leaf, values);
    }

    /** The rows {@code from} to {@code to}, exclusive, as a micro-batch of this mini-batch, cut or padded with 0 to a width. */
    public Batch rows(int from, int to, int width) {
        Map<TokenStream, float[][]> parts = new HashMap<>();
        streams.forEach((stream, values) -> parts.put(stream, part(values, from, to, 0, width)));
        return new Batch(
                leaf, parts, part(mask, from, to, 0, width), totals, rows.isEmpty() ? rows : rows.subList(from, to));
    }

    /** One response as a mini-batch of its own. */
    public Batch row(int row) {
        return alone(row, 0, mask[row].length);
    }

    /** One token as a mini-batch of its own. */
    public Batch token(int row, int token) {
        return alone(row, token, token + 1);
    }

    private Batch alone(int row, int from, int to) {
        Map<TokenStream, float[][]> parts = new HashMap<>();
        streams.forEach((stream, values) -> parts.put(stream, part(values, row, row + 1, from, to)));
        return whole(leaf, parts, part(mask, row, row + 1, from, to));
    }

    private static float[][] part(float[][] rows, int fromRow, int toRow, int from, int to) {
        return Arrays.stream(rows, fromRow, toRow)
                .map(row -> Arrays.copyOfRange(row, from, to))
                .toArray(float[][]::new);
    }

    /** Computes a loss and differentiates it, in fp32. */
    public Result evaluate(Loss formula) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Map<TokenStream, NDArray> tensors = new HashMap<>();
            streams.forEach((stream, values) -> tensors.put(stream, manager.create(values)));
            NDArray learnable = manager.create(values(leaf));
            learnable.setRequiresGradient(true);
            tensors.put(leaf, learnable);
            TokenBatch plain = TokenBatch.of(manager.create(mask), tensors, totals);
            TokenBatch batch = rows.isEmpty() ? plain : plain.withRows(rows);
            NDArray loss = formula.apply(batch, learnable);
            collector.backward(loss);
            Map<String, Double> metrics = new TreeMap<>();
            batch.metrics().forEach((name, value) -> metrics.put(name, (double) number(value)));
            return new Result(number(loss), matrix(learnable.getGradient()), metrics);
        }
    }

    /** Computes the value of a loss whose constants, what it took out of the gradient, are those of another evaluation. */
    double value(Loss formula, HeldConstants constants) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<TokenStream, NDArray> tensors = new HashMap<>();
            streams.forEach((stream, values) -> tensors.put(stream, constants.watched(manager.create(values))));
            TokenBatch plain = TokenBatch.of(constants.watched(manager.create(mask)), tensors, totals);
            TokenBatch batch = rows.isEmpty() ? plain : plain.withRows(rows);
            return number(formula.apply(batch, batch.stream(leaf)));
        }
    }

    /** A scalar, which is of 64 bits where a loss multiplied it with a number of Java. */
    private static float number(NDArray scalar) {
        return scalar.toType(DataType.FLOAT32, false).getFloat();
    }

    private static float[][] matrix(NDArray array) {
        float[] flat = array.toFloatArray();
        int width = (int) array.getShape().get(1);
        float[][] rows = new float[flat.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}
