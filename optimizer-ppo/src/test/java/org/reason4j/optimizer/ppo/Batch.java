package org.reason4j.optimizer.ppo;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;

/** A mini-batch in plain arrays, {@code [B][T]} each, and what a loss makes of it: a function of the batch and of a leaf. */
record Batch(float[][] leaf, Map<Stream, float[][]> streams, float[][] mask, BatchTotals totals) {

    /** Value, gradient in the leaf ({@code [B][T]}) and metrics of a loss. */
    record Result(double loss, float[][] gradient, Map<String, Double> metrics) {}

    /** A batch that is a whole mini-batch. */
    static Batch whole(float[][] leaf, Map<Stream, float[][]> streams, float[][] mask) {
        return new Batch(leaf, streams, mask, totals(mask));
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
        return new BatchTotals(tokens, responses, mask.length, mask[0].length);
    }

    /** The rows {@code from} to {@code to} as a micro-batch, padded to another width. */
    Batch rows(int from, int to, int width) {
        UnaryOperator<float[][]> cut = rows -> Arrays.stream(rows, from, to)
                .map(row -> Arrays.copyOf(row, width))
                .toArray(float[][]::new);
        Map<Stream, float[][]> some = new HashMap<>();
        streams.forEach((stream, rows) -> some.put(stream, cut.apply(rows)));
        return new Batch(cut.apply(leaf), some, cut.apply(mask), totals);
    }

    /** Three ways of splitting three rows of three tokens. */
    List<List<Batch>> splits() {
        return List.of(
                List.of(rows(0, 1, 3), rows(1, 3, 7)),
                List.of(rows(0, 2, 4), rows(2, 3, 1)),
                List.of(rows(0, 1, 9), rows(1, 2, 2), rows(2, 3, 5)));
    }

    /** The same with one entry of the leaf moved. */
    Batch moved(int row, int token, float step) {
        float[][] other = Arrays.stream(leaf).map(float[]::clone).toArray(float[][]::new);
        other[row][token] += step;
        return new Batch(other, streams, mask, totals);
    }

    /** Slope of the loss at one entry of the leaf, by a central difference. */
    double slope(BiFunction<TokenBatch, NDArray, NDArray> loss, int row, int token, float step) {
        return (moved(row, token, step).evaluate(loss).loss()
                        - moved(row, token, -step).evaluate(loss).loss())
                / (2 * step);
    }

    Result evaluate(BiFunction<TokenBatch, NDArray, NDArray> formula) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray learnable = manager.create(leaf);
            learnable.setRequiresGradient(true);
            Map<Stream, NDArray> tensors = new HashMap<>();
            streams.forEach((stream, rows) -> tensors.put(stream, manager.create(rows)));
            tensors.put(Stream.LOGPROBS, learnable);
            TokenBatch batch = new TokenBatch(manager.create(mask), tensors, totals);
            NDArray loss = formula.apply(batch, learnable);
            collector.backward(loss);
            Map<String, Double> metrics = new TreeMap<>();
            batch.metrics().forEach((name, value) -> metrics.put(name, (double) value.getFloat()));
            return new Result(loss.getFloat(), matrix(learnable.getGradient()), metrics);
        }
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
