package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;

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

    static Rope read(JsonFile config, int maxPositions) {
        JsonFile parameters = config.object("rope_scaling")
                .filter(scaling -> !scaling.root().isEmpty())
                .or(() -> config.object("rope_parameters"))
                .map(all -> all.object("full_attention").orElse(all))
                .orElseGet(() -> JsonFile.parse(config.source(), "{}"));
        double rotated = parameters.number("partial_rotary_factor", config.number("partial_rotary_factor", 1));
        check(rotated == 1, "%s: 'partial_rotary_factor' is %s; only 1 is supported", config.source(), rotated);
        double theta = parameters.number("rope_theta", config.number("rope_theta", 10_000));
        check(theta > 0, "%s: 'rope_theta' is %s, expected a positive number", config.source(), theta);
        String type =
                parameters.text("rope_type").or(() -> parameters.text("type")).orElse("default");
        return new Rope(
                theta,
                switch (type) {
                    case "default" -> new Unscaled();
                    case "linear" -> new Linear(factor(parameters, "factor"));
                    case "llama3" ->
                        new Llama3(
                                factor(parameters, "factor"),
                                factor(parameters, "low_freq_factor"),
                                factor(parameters, "high_freq_factor"),
                                config.positive(
                                        "original_max_position_embeddings",
                                        parameters.positive("original_max_position_embeddings", maxPositions)));
                    default ->
                        throw new ConfigException(parameters.source() + ": rope type '" + type
                                + "' is not supported; expected default, linear or llama3");
                });
    }

    private static double factor(JsonFile parameters, String key) {
        double factor = parameters.number(key);
        check(factor > 0, "%s: '%s' is %s, expected a positive number", parameters.source(), key, factor);
        return factor;
    }

    /**
     * Angle per position of each pair of dimensions, rounded to fp32 wherever transformers rounds, so that long contexts
     * see the same angles.
     */
    double[] inverseFrequencies(int headSize) {
        double[] frequencies = new double[headSize / 2];
        for (int pair = 0; pair < frequencies.length; pair++) {
            float exponent = 2f * pair / headSize;
            float frequency = 1f / (float) Math.pow(theta, exponent);
            frequencies[pair] = scale(frequency);
        }
        return frequencies;
    }

    private float scale(float frequency) {
        if (scaling instanceof Linear linear) {
            return frequency / (float) linear.factor;
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
}
