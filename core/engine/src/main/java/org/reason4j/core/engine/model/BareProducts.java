package org.reason4j.core.engine.model;

import java.util.List;
import org.reason4j.core.formats.family.LayerWeight;

/**
 * The rate of the bare matrix products of a model's passes on this machine: the limit that no pass can beat.
 *
 * <p>The first layer's products (query, key and value; attention output; gate; down), in the shapes that the model has, for
 * a number of rows. Of a layer with experts: attention's, and those of the network that every token takes.
 */
public final class BareProducts {

    private static final List<LayerWeight> PRODUCTS =
            List.of(LayerWeight.QKV, LayerWeight.OUT, LayerWeight.GATE_UP, LayerWeight.DOWN);
    private static final long NANOS = 400_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double GIGA = 1e9;

    private BareProducts() {}

    /** Multiply-adds per second times two, in units of 1e9, over {@code rows} rows at a time. */
    public static double gigaflops(LanguageModel model, int rows) {
        int times = repetitions(model, rows);
        long start = System.nanoTime();
        return run(model, rows, times) * NANOS_PER_SECOND / (System.nanoTime() - start);
    }

    /** A number of repetitions that takes some four tenths of a second. */
    public static int repetitions(LanguageModel model, int rows) {
        int times = 1;
        while (true) {
            long start = System.nanoTime();
            run(model, rows, times);
            long nanos = System.nanoTime() - start;
            if (nanos > NANOS) {
                return times;
            }
            times = (int) Math.max(times + 1L, Math.round(times * 1.5 * NANOS / Math.max(1, nanos)));
        }
    }

    /**
     * Computes each product some times, on the model's device, and waits for them.
     *
     * @return multiply-adds times two, in units of 1e9
     */
    public static double run(LanguageModel model, int rows, int times) {
        for (LayerWeight weight : products(model)) {
            model.kernels().product(rows, weight.index(0), times, model.kernelWeights());
        }
        return flopsPerRow(model) * rows * times / GIGA;
    }

    private static List<LayerWeight> products(LanguageModel model) {
        return PRODUCTS.stream()
                .filter(weight -> shape(model, weight).length > 1)
                .toList();
    }

    private static long[] shape(LanguageModel model, LayerWeight weight) {
        return model.layout().shapes().get(weight.index(0));
    }

    private static double flopsPerRow(LanguageModel model) {
        double flops = 0;
        for (LayerWeight weight : products(model)) {
            long[] shape = shape(model, weight);
            double columns = weight == LayerWeight.GATE_UP ? shape[1] / 2.0 : shape[1]; // of which half are gates
            flops += 2 * columns * shape[0];
        }
        return flops;
    }
}
