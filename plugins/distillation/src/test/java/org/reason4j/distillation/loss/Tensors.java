package org.reason4j.distillation.loss;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Evaluates formulas on plain arrays. */
final class Tensors {

    private Tensors() {}

    /** Values and the gradient of their sum in an input, flattened. */
    record Differentiated(float[] values, float[] gradient) {

        /** The gradient of the mean over so many values. */
        float[] gradientOfMean(int count) {
            float[] mean = gradient.clone();
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= count;
            }
            return mean;
        }
    }

    static Differentiated of(float[][] input, Function<NDArray, NDArray> formula) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray learnable = manager.create(input);
            learnable.setRequiresGradient(true);
            NDArray values = formula.apply(learnable);
            float[] numbers = values.toFloatArray();
            collector.backward(values.sum());
            return new Differentiated(numbers, learnable.getGradient().toFloatArray());
        }
    }

    /** Log-probabilities of some tokens at each position, {@code [1, T, k]}, of logits, {@code [T, V]}. */
    static NDArray gathered(NDArray logits, int[][] ids) {
        long[] indices = Arrays.stream(ids)
                .flatMapToInt(Arrays::stream)
                .mapToLong(id -> id)
                .toArray();
        NDArray index = logits.getManager().create(indices).reshape(ids.length, ids[0].length);
        return logits.logSoftmax(1).gather(index, 1).expandDims(0);
    }

    /** The {@code k} largest logits at each position, largest first. */
    static int[][] top(float[][] logits, int k) {
        return Arrays.stream(logits)
                .map(row -> IntStream.range(0, row.length)
                        .boxed()
                        .sorted((a, b) -> Float.compare(row[b], row[a]))
                        .limit(k)
                        .mapToInt(Integer::intValue)
                        .toArray())
                .toArray(int[][]::new);
    }
}
