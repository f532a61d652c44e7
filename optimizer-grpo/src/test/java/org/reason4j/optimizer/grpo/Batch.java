package org.reason4j.optimizer.grpo;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;

/** A mini-batch in plain arrays, {@code [B][T]} each, and what a loss makes of it. */
record Batch(float[][] logprobs, float[][] oldLogprobs, float[][] advantages, float[][] mask, BatchTotals totals) {

    /** Value, gradient in the log-probabilities ({@code [B][T]}) and metrics of a loss. */
    record Result(double loss, float[][] gradient, Map<String, Double> metrics) {}

    /** A batch that is a whole mini-batch. */
    static Batch whole(float[][] logprobs, float[][] oldLogprobs, float[][] advantages, float[][] mask) {
        return new Batch(logprobs, oldLogprobs, advantages, mask, totals(mask, mask[0].length));
    }

    /** One learned token with the given probabilities. */
    static Batch oneToken(double oldProbability, double probability, double advantage) {
        return whole(
                new float[][] {{(float) Math.log(probability)}},
                new float[][] {{(float) Math.log(oldProbability)}},
                new float[][] {{(float) advantage}},
                new float[][] {{1}});
    }

    static BatchTotals totals(float[][] mask, int maxResponseTokens) {
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
        return new BatchTotals(tokens, responses, mask.length, maxResponseTokens);
    }

    /** The rows {@code from} to {@code to} as a micro-batch, padded to another width. */
    Batch rows(int from, int to, int width) {
        return new Batch(
                padded(logprobs, from, to, width),
                padded(oldLogprobs, from, to, width),
                padded(advantages, from, to, width),
                padded(mask, from, to, width),
                totals);
    }

    /** One response as a mini-batch of its own. */
    Batch row(int row) {
        return whole(
                new float[][] {logprobs[row]},
                new float[][] {oldLogprobs[row]},
                new float[][] {advantages[row]},
                new float[][] {mask[row]});
    }

    /** One token as a mini-batch of its own. */
    Batch token(int row, int token) {
        return whole(
                new float[][] {{logprobs[row][token]}},
                new float[][] {{oldLogprobs[row][token]}},
                new float[][] {{advantages[row][token]}},
                new float[][] {{mask[row][token]}});
    }

    /** The same with one log-probability moved. */
    Batch moved(int row, int token, float step) {
        float[][] moved = Arrays.stream(logprobs).map(float[]::clone).toArray(float[][]::new);
        moved[row][token] += step;
        return new Batch(moved, oldLogprobs, advantages, mask, totals);
    }

    /** The same with advantages times factors. */
    Batch weighted(float[][] factors) {
        float[][] weighted = Arrays.stream(advantages).map(float[]::clone).toArray(float[][]::new);
        for (int i = 0; i < weighted.length; i++) {
            for (int t = 0; t < weighted[i].length; t++) {
                weighted[i][t] *= factors[i][t];
            }
        }
        return new Batch(logprobs, oldLogprobs, weighted, mask, totals);
    }

    private static float[][] padded(float[][] rows, int from, int to, int width) {
        return Arrays.stream(rows, from, to)
                .map(row -> Arrays.copyOf(row, width))
                .toArray(float[][]::new);
    }

    double loss(GrpoConfig config) {
        return evaluate(new Grpo(config)::loss).loss();
    }

    Result evaluate(GrpoConfig config) {
        return evaluate(new Grpo(config)::loss);
    }

    Result evaluate(Function<TokenBatch, NDArray> formula) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray learnable = manager.create(logprobs);
            learnable.setRequiresGradient(true);
            TokenBatch batch = new TokenBatch(
                    manager.create(mask),
                    Map.of(
                            Stream.LOGPROBS, learnable,
                            Stream.OLD_LOGPROBS, manager.create(oldLogprobs),
                            Stream.ADVANTAGES, manager.create(advantages)),
                    totals);
            NDArray loss = formula.apply(batch);
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
