package org.reason4j.regularizer.entropy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.regularizer.Regularizer;

/**
 * A micro-batch in plain arrays, {@code [B][T]} each, and what a regularizer makes of it.
 *
 * @param learnable the stream that carries the gradient
 */
record Batch(float[][] mask, Stream learnable, Map<Stream, float[][]> streams, BatchTotals totals) {

    /** Share of the loss (0 for none), its gradient in the learnable stream ({@code [B][T]}), and metrics. */
    record Result(double loss, float[][] gradient, Map<String, Double> metrics) {}

    /** A batch that is a whole mini-batch. */
    static Batch whole(float[][] mask, Stream learnable, Map<Stream, float[][]> streams) {
        int tokens = 0;
        for (float[] row : mask) {
            for (float m : row) {
                tokens += (int) m;
            }
        }
        return new Batch(mask, learnable, streams, new BatchTotals(tokens, mask.length, mask.length, mask[0].length));
    }

    /** The rows {@code from} to {@code to} as a micro-batch, padded to another width. */
    Batch rows(int from, int to, int width) {
        Map<Stream, float[][]> part = new LinkedHashMap<>();
        streams.forEach((stream, rows) -> part.put(stream, padded(rows, from, to, width)));
        return new Batch(padded(mask, from, to, width), learnable, part, totals);
    }

    /** The same batch with one number of the learnable stream moved. */
    Batch moved(int row, int t, float by) {
        Map<Stream, float[][]> other = new LinkedHashMap<>(streams);
        float[][] values =
                Arrays.stream(streams.get(learnable)).map(float[]::clone).toArray(float[][]::new);
        values[row][t] += by;
        other.put(learnable, values);
        return new Batch(mask, learnable, other, totals);
    }

    Result evaluate(Regularizer regularizer) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Map<Stream, NDArray> tensors = new LinkedHashMap<>();
            streams.forEach((stream, rows) -> tensors.put(stream, manager.create(rows)));
            NDArray leaf = tensors.get(learnable);
            leaf.setRequiresGradient(true);
            TokenBatch batch = new TokenBatch(manager.create(mask), tensors, totals);
            NDArray loss = regularizer.loss(batch).orElse(manager.create(0f)).add(nothingOf(leaf, batch));
            collector.backward(loss);
            Map<String, Double> metrics = new TreeMap<>();
            batch.metrics().forEach((name, value) -> metrics.put(name, (double) value.getFloat()));
            return new Result(loss.getFloat(), matrix(leaf.getGradient()), metrics);
        }
    }

    /** Zero with a gradient of zero, also where the leaf is not a number. */
    private static NDArray nothingOf(NDArray leaf, TokenBatch batch) {
        return batch.learned(leaf).mul(0).sum();
    }

    private static float[][] padded(float[][] rows, int from, int to, int width) {
        return Arrays.stream(rows, from, to)
                .map(row -> Arrays.copyOf(row, width))
                .toArray(float[][]::new);
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
