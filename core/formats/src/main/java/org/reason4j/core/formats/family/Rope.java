package org.reason4j.core.formats.family;

import java.util.List;

/**
 * Rotary position embedding.
 *
 * @param theta base of the wavelengths
 * @param scaling how the wavelengths are stretched for longer contexts
 */
public record Rope(double theta, Scaling scaling) {

    /** A change of the frequencies that pretraining used. */
    public sealed interface Scaling {}

    /** Frequencies as in pretraining; {@code rope_type} "default". */
    public record Unscaled() implements Scaling {}

    /** All frequencies divided by a factor; {@code rope_type} "linear". */
    public record Linear(double factor) implements Scaling {}

    /**
     * Low frequencies divided by a factor, high ones kept, blended in between; {@code rope_type} "llama3".
     *
     * @param factor divides low frequencies
     * @param lowFrequencyFactor a wavelength longer than {@code originalMaxPositions / lowFrequencyFactor} is low
     * @param highFrequencyFactor one shorter than {@code originalMaxPositions / highFrequencyFactor} is high
     * @param originalMaxPositions context length of pretraining
     */
    public record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions)
            implements Scaling {}

    /**
     * Frequencies as in pretraining for sequences up to the model's longest, and a base that grows with the length beyond;
     * {@code rope_type} "dynamic". No sequence here is longer than that.
     */
    public record Dynamic(double factor) implements Scaling {}

    /**
     * Pairs that turn often enough in pretraining keep their frequency, slow ones have it divided by a factor, blended in
     * between; {@code rope_type} "yarn".
     *
     * @param factor divides low frequencies
     * @param betaFast pairs with more turns over the original positions keep their frequency
     * @param betaSlow pairs with fewer have it divided
     * @param originalMaxPositions context length of pretraining
     * @param attentionFactor factor of rotated queries and keys
     * @param truncate whether the bounds of the blend are whole pairs
     * @see <a href="https://arxiv.org/abs/2309.00071">YaRN, section 3.2</a>
     */
    public record Yarn(
            double factor,
            double betaFast,
            double betaSlow,
            int originalMaxPositions,
            double attentionFactor,
            boolean truncate)
            implements Scaling {}

    /**
     * Each frequency divided by a factor of its own; {@code rope_type} "longrope". It has two lists of them; this is the one
     * for sequences up to the context length of pretraining, which are the longest here.
     *
     * @param factors one for each pair of rotated dimensions
     * @param attentionFactor factor of rotated queries and keys
     * @param originalMaxPositions context length of pretraining
     * @see <a href="https://arxiv.org/abs/2402.13753">LongRoPE</a>
     */
    public record Long(List<Double> factors, double attentionFactor, int originalMaxPositions) implements Scaling {
        public Long {
            factors = List.copyOf(factors);
        }
    }

    /** The longest sequence, given that of the model. */
    int longest(int maxPositions) {
        return scaling instanceof Long scaled ? Math.min(maxPositions, scaled.originalMaxPositions) : maxPositions;
    }

    /** Factor of rotated queries and keys. */
    public double attentionFactor() {
        if (scaling instanceof Yarn yarn) {
            return yarn.attentionFactor;
        }
        return scaling instanceof Long scaled ? scaled.attentionFactor : 1;
    }

    /**
     * Angle per position of each pair of dimensions, rounded to fp32 wherever transformers rounds, so that long contexts
     * see the same angles.
     */
    public double[] inverseFrequencies(int dimensions) {
        double[] frequencies = new double[dimensions / 2];
        for (int pair = 0; pair < frequencies.length; pair++) {
            float exponent = 2f * pair / dimensions;
            float wavelength = (float) Math.pow(theta, exponent);
            frequencies[pair] = scaling instanceof Long scaled
                    ? 1f / (scaled.factors.get(pair).floatValue() * wavelength)
                    : scale(1f / wavelength, pair, dimensions);
        }
        return frequencies;
    }

    private float scale(float frequency, int pair, int dimensions) {
        if (scaling instanceof Linear linear) {
            return frequency / (float) linear.factor;
        }
        if (scaling instanceof Yarn yarn) {
            return scale(frequency, yarn, pair, dimensions);
        }
        return scaling instanceof Llama3 llama ? scale(frequency, llama) : frequency;
    }

    private static float scale(float frequency, Llama3 llama) {
        float factor = (float) llama.factor;
        float low = (float) llama.lowFrequencyFactor;
        float band = (float) (llama.highFrequencyFactor - llama.lowFrequencyFactor);
        float wavelength = 1f / frequency * (float) (2 * Math.PI); // a product, as PyTorch divides by a tensor
        if (wavelength > (float) (llama.originalMaxPositions / llama.lowFrequencyFactor)) {
            return frequency / factor;
        }
        if (wavelength < (float) (llama.originalMaxPositions / llama.highFrequencyFactor)) {
            return frequency;
        }
        float smooth = (1f / wavelength * llama.originalMaxPositions - low) / band;
        return (1 - smooth) * frequency / factor + smooth * frequency;
    }

    /** Equations 13 and 14 of the paper, where the ramp is over pairs instead of turns, as in its code. */
    private float scale(float frequency, Yarn yarn, int pair, int dimensions) {
        double low = pairOf(yarn.betaFast, yarn, dimensions);
        double high = pairOf(yarn.betaSlow, yarn, dimensions);
        double first = Math.max(yarn.truncate ? Math.floor(low) : low, 0);
        double last = Math.min(yarn.truncate ? Math.ceil(high) : high, dimensions - 1);
        float width = (float) (first == last ? 0.001 : last - first);
        float divided = Math.max(0, Math.min(1, (pair - (float) first) / width));
        return frequency / (float) yarn.factor * divided + frequency * (1 - divided);
    }

    /** The pair that turns so often over the original positions; not a whole one. */
    private double pairOf(double turns, Yarn yarn, int dimensions) {
        return dimensions * Math.log(yarn.originalMaxPositions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }
}
