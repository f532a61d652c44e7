package org.reason4j.core.engine.model.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Top-k, top-p and min-p of 151 936 tokens: by sorting, and by selecting the likeliest, taking turns; medians of five turns.
 * It is in the package of the kernels, whose methods it calls one by one; docs/benchmarks/README.md has the command.
 */
public final class SamplingFilters {

    private static final int VOCABULARY = 151_936;
    private static final int TURNS = 5;
    private static final String KERNELS = """
            class Kernels(Module):
              __parameters__ = []
              __buffers__ = []

            """;

    private SamplingFilters() {}

    public static void main(String... arguments) {
        String source = KernelSource.template();
        int from = source.indexOf("  # Keeps the tokens that top-k, top-p and min-p allow");
        String filters = KERNELS + source.substring(from, source.indexOf("  # Entropies [S, 1]", from)).replace("${INT64}", "4");
        NativeEngine.load();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                TorchScript selecting = TorchScript.compile(filters.replace("${PORTABLE}", "False"), Device.cpu());
                TorchScript sorting = TorchScript.compile(filters.replace("${PORTABLE}", "True"), Device.cpu())) {
            float[][] limits = {{0, 0.95f, 0}, {50, 1, 0}, {0, 1, 0.05f}, {50, 0.95f, 0.05f}};
            for (int rows : new int[] {1, 32}) {
                NDArray l = manager.create(logits(rows), new Shape(rows, VOCABULARY)).logSoftmax(1);
                for (float[] limit : limits) {
                    float[] all = new float[3 * rows];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = limit[i % 3];
                    }
                    compare(manager, sorting, selecting, l, manager.create(all, new Shape(rows, 3)), limit);
                }
            }
        }
    }

    /** Logits as steep as those of a model that knows what comes next: some 60 tokens hold 95 % of the probability. */
    private static float[] logits(int rows) {
        SplittableRandom random = new SplittableRandom(1);
        float[] logits = new float[rows * VOCABULARY];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (5 * random.nextGaussian());
        }
        return logits;
    }

    private static void compare(
            NDManager manager, TorchScript sorting, TorchScript selecting, NDArray l, NDArray limits, float[] limit) {
        double[] sorted = new double[TURNS];
        double[] selected = new double[TURNS];
        for (int turn = -1; turn < TURNS; turn++) { // the first does not count
            double one = milliseconds(manager, sorting, l, limits);
            double other = milliseconds(manager, selecting, l, limits);
            if (turn >= 0) {
                sorted[turn] = one;
                selected[turn] = other;
            }
        }
        Arrays.sort(sorted);
        Arrays.sort(selected);
        System.out.printf(
                Locale.ROOT,
                "%2d rows, top-k %2.0f, top-p %.2f, min-p %.2f: sorted %6.1f ms (%.1f to %.1f), selected %5.1f ms (%.1f to %.1f)%n",
                l.getShape().get(0), limit[0], limit[1], limit[2],
                sorted[TURNS / 2], sorted[0], sorted[TURNS - 1],
                selected[TURNS / 2], selected[0], selected[TURNS - 1]);
    }

    /** Processor time of the calling thread. */
    private static double milliseconds(NDManager manager, TorchScript script, NDArray l, NDArray limits) {
        var threads = ManagementFactory.getThreadMXBean();
        try (NDManager scope = manager.newSubManager()) {
            long start = threads.getCurrentThreadCpuTime();
            script.run(scope, "filter", l, limits);
            return (threads.getCurrentThreadCpuTime() - start) / 1e6;
        }
    }
}
