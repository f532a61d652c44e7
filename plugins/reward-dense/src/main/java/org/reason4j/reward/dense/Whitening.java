package org.reason4j.reward.dense;

import java.util.Arrays;
import java.util.List;

/**
 * Brings numbers to mean 0 and deviation 1: {@code (x - mean) / sqrt(var + 1e-8)}, with the variance's divisor
 * {@code n - 1}. A single number has no variance and is only centred.
 *
 * @see <a href="https://github.com/volcengine/verl/blob/main/verl/utils/torch_functional.py">verl, masked_whiten</a>
 */
final class Whitening {

    private Whitening() {}

    /** Whitens all rows together. */
    static List<double[]> of(List<double[]> rows) {
        double[] all = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double squares = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum();
        double deviation = all.length < 2 ? 1 : Math.sqrt(squares / (all.length - 1) + 1e-8);
        return rows.stream()
                .map(row -> Arrays.stream(row).map(x -> (x - mean) / deviation).toArray())
                .toList();
    }
}
