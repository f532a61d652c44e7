package org.reason4j.testkit.rule;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reason4j.api.data.TokenBatch;

/** Losses that break one rule each, by the rule's name. */
final class BrokenLosses {

    private BrokenLosses() {}

    /** A good one: the ratio times the advantage, with a bounded weight that is held constant (CISPO). */
    static NDArray good(TokenBatch batch) {
        NDArray ratio = batch.logprobs().sub(batch.oldLogprobs()).exp();
        NDArray weight = batch.learned(ratio.clip(0.8, 1.2)).stopGradient();
        batch.metric("good/weight", weight);
        return batch.tokenMean(weight.mul(batch.advantages()).mul(batch.learned(batch.logprobs())))
                .neg();
    }

    private static NDArray plain(TokenBatch batch) {
        return batch.logprobs().mul(batch.advantages()).neg();
    }

    /** Has the right value and half the gradient. */
    private static NDArray halfGradient(TokenBatch batch) {
        NDArray loss = batch.tokenMean(plain(batch));
        NDArray values = batch.logprobs()
                .getManager()
                .create(batch.logprobs().toFloatArray(), batch.logprobs().getShape());
        NDArray constant = batch.tokenMean(values.mul(batch.advantages()).neg());
        return loss.div(2).add(constant.div(2));
    }

    static Map<String, Supplier<Function<TokenBatch, NDArray>>> all() {
        Map<String, Supplier<Function<TokenBatch, NDArray>>> all = new LinkedHashMap<>();
        all.put(
                "loss: a finite scalar",
                () -> batch -> batch.learned(plain(batch)).sum(new int[] {1}));
        all.put("loss: gradient", () -> BrokenLosses::halfGradient);
        all.put("loss: padding", () -> batch -> batch.learned(plain(batch)).mean());
        all.put(
                "loss: micro-batches",
                () -> batch ->
                        batch.learned(plain(batch)).sum().div(batch.mask().sum()));
        all.put(
                "loss: mask",
                () -> batch -> plain(batch).sum().div(batch.totals().learnedTokens()));
        all.put("loss: order of rows", () -> batch -> {
            int rows = (int) batch.mask().getShape().get(0);
            float[] weights = new float[rows];
            for (int i = 0; i < rows; i++) {
                weights[i] = i;
            }
            return batch.tokenMean(plain(batch).mul(batch.column(weights)));
        });
        all.put("loss: the same batch, the same loss", () -> {
            AtomicInteger calls = new AtomicInteger();
            return batch -> batch.tokenMean(plain(batch)).mul(calls.incrementAndGet());
        });
        all.put("loss: NaN is not hidden", () -> batch -> {
            NDArray logprobs = batch.logprobs();
            NDArray finite = ai.djl.ndarray.NDArrays.where(logprobs.isNaN(), logprobs.zerosLike(), logprobs);
            return batch.tokenMean(finite.mul(batch.advantages()).neg());
        });
        all.put("loss: inputs stay as they are", () -> batch -> {
            NDArray loss = batch.tokenMean(plain(batch));
            batch.mask().addi(0.5);
            return loss;
        });
        return all;
    }
}
