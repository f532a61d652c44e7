package org.reason4j.core.host.reward;

import java.util.List;
import java.util.Optional;

/**
 * One reward out of several: {@code R = prod_gates(w_g * clip(v_g)) * sum_others(w_i * clip(v_i))}.
 *
 * <p>Each value is clipped first and weighted then. Token rewards are weighted by their reward's weight and multiplied
 * by the gates, too; they are not clipped, since the bounds are those of the value.
 */
public final class WeightedSum {

    private static final float[] NO_TOKENS = new float[0];

    /**
     * The part that one reward plays.
     *
     * @param weight factor of the clipped value
     * @param low least value; negative infinity for no bound
     * @param high greatest value; infinity for no bound
     * @param gate whether it multiplies the sum of the others instead of adding to it
     */
    public record Term(double weight, double low, double high, boolean gate) {

        /** Contribution of a value: clipped, then weighted. */
        double of(double value) {
            return weight * Math.min(Math.max(value, low), high);
        }
    }

    private WeightedSum() {}

    /** Returns the composed reward; {@code values} are in the order of {@code terms}. */
    public static double of(List<Term> terms, double... values) {
        requireOnePerTerm(terms, values.length);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += terms.get(i).gate() ? 0 : terms.get(i).of(values[i]);
        }
        return gate(terms, values) * sum;
    }

    /**
     * Returns the composed token rewards, {@code [length]}.
     *
     * @param dense the token rewards of each term, {@code [length]}; those of gates are not read
     * @param values the values of all terms, of which those of gates are read
     */
    public static float[] ofTokens(List<Term> terms, List<Optional<float[]>> dense, int length, double... values) {
        requireOnePerTerm(terms, values.length);
        requireOnePerTerm(terms, dense.size());
        double gate = gate(terms, values);
        double[] sums = new double[length];
        for (int i = 0; i < values.length; i++) {
            if (!terms.get(i).gate() && dense.get(i).isPresent()) {
                float[] rewards = dense.get(i).get();
                for (int t = 0; t < length; t++) {
                    sums[t] += terms.get(i).weight() * rewards[t];
                }
            }
        }
        float[] result = new float[length];
        for (int t = 0; t < length; t++) {
            result[t] = (float) (gate * sums[t]);
        }
        return result;
    }

    /**
     * Returns what each term contributes to the composed reward, token rewards included; {@code [terms]}. A gate contributes
     * nothing by itself.
     *
     * @param dense the token rewards of each term, {@code [length]}; those of gates are not read
     */
    public static double[] shares(List<Term> terms, List<Optional<float[]>> dense, double... values) {
        requireOnePerTerm(terms, values.length);
        requireOnePerTerm(terms, dense.size());
        double gate = gate(terms, values);
        double[] shares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!terms.get(i).gate()) {
                double tokens = 0;
                for (float reward : dense.get(i).orElse(NO_TOKENS)) {
                    tokens += reward;
                }
                shares[i] = gate * (terms.get(i).of(values[i]) + terms.get(i).weight() * tokens);
            }
        }
        return shares;
    }

    private static double gate(List<Term> terms, double... values) {
        double product = 1;
        for (int i = 0; i < values.length; i++) {
            product *= terms.get(i).gate() ? terms.get(i).of(values[i]) : 1;
        }
        return product;
    }

    private static void requireOnePerTerm(List<Term> terms, int count) {
        if (terms.size() != count) {
            throw new IllegalArgumentException(count + " values for " + terms.size() + " terms");
        }
    }
}
