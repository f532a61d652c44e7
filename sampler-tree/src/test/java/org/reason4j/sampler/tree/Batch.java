package org.reason4j.sampler.tree;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;

/**
 * A mini-batch in plain arrays, {@code [B][T]} each, and what a loss makes of it.
 *
 * @param leaf what the loss is differentiated in
 */
record Batch(float[][] leaf, float[][] mask, Map<Stream, float[][]> streams, BatchTotals totals) {

    /** Value, gradient in the leaf ({@code [B][T]}) and metrics of a loss. */
    record Result(double loss, float[][] gradient, Map<String, Double> metrics) {}

    /** A batch that is a whole mini-batch. */
    static Batch whole(float[][] leaf, float[][] mask, Map<Stream, float[][]> streams) {
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
        return new Batch(leaf, mask, streams, new BatchTotals(tokens, responses, mask.length, mask[0].length));
    }

    /** The rows {@code from} to {@code to} as a micro-batch, padded to another width. */
    Batch rows(int from, int to, int width) {
        Map<Stream, float[][]> parts = new HashMap<>();
        streams.forEach((stream, rows) -> parts.put(stream, padded(rows, from, to, width)));
        return new Batch(padded(leaf, from, to, width), padded(mask, from, to, width), parts, totals);
    }

    private static float[][] padded(float[][] rows, int from, int to, int width) {
        return Arrays.stream(rows, from, to)
                .map(row -> Arrays.copyOf(row, width))
                .toArray(float[][]::new);
    }

    /** The same with one entry of the leaf moved. */
    Batch nudged(int row, int t, float by) {
        float[][] other = Arrays.stream(leaf).map(float[]::clone).toArray(float[][]::new);
        other[row][t] += by;
        return new Batch(other, mask, streams, totals);
    }

    /** Applies a loss of the batch and the leaf. */
    Result evaluate(BiFunction<TokenBatch, NDArray, NDArray> formula) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray learnable = manager.create(leaf);
            learnable.setRequiresGradient(true);
            Map<Stream, NDArray> arrays = new HashMap<>();
            streams.forEach((stream, rows) -> arrays.put(stream, manager.create(rows)));
            arrays.putIfAbsent(Stream.LOGPROBS, learnable);
            TokenBatch batch = new TokenBatch(manager.create(mask), arrays, totals);
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
