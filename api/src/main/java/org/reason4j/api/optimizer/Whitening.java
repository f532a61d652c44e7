package org.reason4j.api.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.data.Credit;

/**
 * Brings numbers to mean 0 and deviation 1, all together: advantages over the learned tokens of a step.
 *
 * <p>{@code (x - mean) / sqrt(var + 1e-8)} with the sample variance, whose divisor is {@code n - 1}, as PPO, REINFORCE++,
 * PRIME and VinePPO do in verl and TRL. A long response weighs more than a short one. A single number, or numbers that are
 * all equal, say nothing about which is better: they become exactly 0.
 *
 * @see <a href="https://arxiv.org/abs/2501.03262">REINFORCE++: global advantage normalization</a>
 * @see <a href="https://github.com/volcengine/verl/blob/main/verl/utils/torch_functional.py">verl, masked_whiten; it raises
 *     for a single number</a>
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class Whitening {

    private static final double EPSILON = 1e-8;

    private Whitening() {}

    /** Whitens all numbers of all rows, {@code [L]} each. */
    public static List<double[]> of(List<double[]> rows) {
        double[] all = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double deviation = Math.sqrt(variance(all, mean) + EPSILON);
        boolean equal = Arrays.stream(all).allMatch(x -> x == all[0]);
        return rows.stream()
                .map(row -> Arrays.stream(row)
                        .map(x -> equal ? 0 : (x - mean) / deviation)
                        .toArray())
                .toList();
    }

    private static double variance(double[] all, double mean) {
        return Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum() / Math.max(1, all.length - 1);
    }

    /** Whitens what is learned, and returns 0 where {@code learned} is false; {@code [L]} each. */
    public static List<double[]> of(List<double[]> rows, List<boolean[]> learned) {
        List<double[]> whitened = of(IntStream.range(0, rows.size())
                .mapToObj(i -> chosen(rows.get(i), learned.get(i)))
                .toList());
        return IntStream.range(0, rows.size())
                .mapToObj(i -> spread(whitened.get(i), learned.get(i)))
                .toList();
    }

    private static double[] chosen(double[] row, boolean[] learned) {
        return IntStream.range(0, row.length)
                .filter(t -> learned[t])
                .mapToDouble(t -> row[t])
                .toArray();
    }

    private static double[] spread(double[] chosen, boolean[] learned) {
        double[] row = new double[learned.length];
        int next = 0;
        for (int t = 0; t < row.length; t++) {
            row[t] = learned[t] ? chosen[next++] : 0;
        }
        return row;
    }

    /** Whitens the advantages of all learned tokens, and sets those of other tokens to 0. */
    public static List<Credit> ofCredits(List<Credit> credits) {
        List<double[]> whitened = of(
                credits.stream().map(credit -> doubles(credit.advantages())).toList(),
                credits.stream().map(credit -> credit.trajectory().learned()).toList());
        return IntStream.range(0, credits.size())
                .mapToObj(i -> credits.get(i).withAdvantages(floats(whitened.get(i))))
                .toList();
    }

    private static double[] doubles(float[] row) {
        return IntStream.range(0, row.length).mapToDouble(t -> row[t]).toArray();
    }

    private static float[] floats(double[] row) {
        float[] floats = new float[row.length];
        for (int t = 0; t < row.length; t++) {
            floats[t] = (float) row[t];
        }
        return floats;
    }
}
