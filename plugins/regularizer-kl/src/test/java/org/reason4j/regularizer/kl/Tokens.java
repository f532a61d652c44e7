package org.reason4j.regularizer.kl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.TokenBatch;

/** One response in plain arrays, {@code [T]} each, and what the regularizer makes of it. */
record Tokens(float[] logprobs, float[] oldLogprobs, float[] refLogprobs, float[] mask) {

    /** Share of the loss (0 for none), its gradient in the log-probabilities, and metrics. */
    record Result(double loss, float[] gradient, Map<String, Double> metrics) {}

    static Tokens allLearned(float[] logprobs, float[] oldLogprobs, float[] refLogprobs) {
        float[] mask = new float[logprobs.length];
        Arrays.fill(mask, 1);
        return new Tokens(logprobs, oldLogprobs, refLogprobs, mask);
    }

    Result evaluate(Kl kl) {
        int learned = 0;
        for (float m : mask) {
            learned += (int) m;
        }
        return evaluate(kl, new BatchTotals(learned, 1, 1, mask.length));
    }

    Result evaluate(Kl kl, BatchTotals totals) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray learnable = row(manager, logprobs);
            learnable.setRequiresGradient(true);
            TokenBatch batch = new TokenBatch(
                    row(manager, mask),
                    Map.of(
                            Stream.LOGPROBS, learnable,
                            Stream.OLD_LOGPROBS, row(manager, oldLogprobs),
                            Stream.REFERENCE_LOGPROBS, row(manager, refLogprobs)),
                    totals);
            NDArray loss = kl.loss(batch).orElse(learnable.mul(0).sum());
            collector.backward(loss);
            Map<String, Double> metrics = new TreeMap<>();
            batch.metrics().forEach((name, value) -> metrics.put(name, (double) value.getFloat()));
            return new Result(loss.getFloat(), learnable.getGradient().toFloatArray(), metrics);
        }
    }

    private static NDArray row(NDManager manager, float[] values) {
        return manager.create(new float[][] {values});
    }
}
