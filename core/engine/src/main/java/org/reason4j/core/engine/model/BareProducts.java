package org.reason4j.core.engine.model;

import java.util.List;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.huggingface.ModelConfig;

/**
 * The rate of the bare matrix products of a model's passes on this machine: the limit that no pass can beat.
 *
 * <p>One layer's four products (query, key and value; attention output; gate; down), in the shapes that the model
 * has, for a number of rows.
 */
public final class BareProducts {

    private static final List<LayerWeight> PRODUCTS =
            List.of(LayerWeight.QKV, LayerWeight.OUT, LayerWeight.GATE_UP, LayerWeight.DOWN);
    private static final long NANOS = 400_000_000;

    private BareProducts() {}

    /** Multiply-adds per second times two, in units of 1e9, over {@code rows} rows at a time. */
    public static double gigaflops(LanguageModel model, int rows) {
        double flops = flopsPerRow(model.config()) * rows;
        int times = 1;
        while (true) {
            long nanos = run(model, rows, times);
            if (nanos > NANOS) {
                return flops * times / nanos;
            }
            times = (int) Math.max(times + 1L, Math.round(times * 1.5 * NANOS / Math.max(1, nanos)));
        }
    }

    private static long run(LanguageModel model, int rows, int times) {
        long start = System.nanoTime();
        for (LayerWeight weight : PRODUCTS) {
            model.kernels().product(rows, weight.index(0), times, model.kernelWeights());
        }
        return System.nanoTime() - start;
    }

    private static double flopsPerRow(ModelConfig config) {
        double hidden = config.hiddenSize();
        double heads = (double) config.heads() * config.headSize();
        double keysAndValues = 2.0 * config.keyValueHeads() * config.headSize();
        return 2 * hidden * (heads + keysAndValues + heads + 2.0 * config.intermediateSize());
    }
}
