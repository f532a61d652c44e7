package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.FloatBuffer;
import java.util.Map;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.family.Rope;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** Rotary embeddings: settings of a GGUF file, and those of a Hugging Face directory. */
final class GgufRope {

    private static final double THETA = 10_000;
    private static final int LLAMA3_POSITIONS = 8192;
    private static final double CLOSE = 1e-4;

    private GgufRope() {}

    /** Adds the settings under {@code prefix} to a {@code config.json}. */
    static void read(Gguf file, String prefix, ObjectNode json) {
        GgufMetadata metadata = file.metadata();
        double theta = metadata.number(prefix + "freq_base").orElse(THETA);
        json.put("rope_theta", theta);
        if (file.contains(GgufNames.ROPE_FREQUENCIES)) {
            addLlama3(file, theta, json);
            return;
        }
        double older = metadata.number(prefix + "scale_linear").orElse(1.0);
        double factor = metadata.number(prefix + "scaling.factor").orElse(older);
        String type = metadata.text(prefix + "scaling.type").orElse(factor == 1 ? "none" : "linear");
        if (type.equals("none") || factor == 1 || factor == 0) {
            return;
        }
        ObjectNode scaling =
                json.putObject("rope_scaling").put("rope_type", type).put("factor", factor);
        metadata.whole(prefix + "scaling.original_context_length")
                .ifPresent(positions -> scaling.put("original_max_position_embeddings", positions));
    }

    /**
     * The settings of Llama 3 behind a table of divisors. The table has lost them; those of every published model are one
     * factor for each model, and 1, 4 and 8192 for the others, which is verified.
     */
    private static void addLlama3(Gguf file, double theta, ObjectNode json) {
        FloatBuffer divisors = file.readAsFloat32(GgufNames.ROPE_FREQUENCIES).asFloatBuffer();
        check(divisors.hasRemaining(), "%s: '%s' is empty", file.file(), GgufNames.ROPE_FREQUENCIES);
        double factor = 1;
        for (int pair = 0; pair < divisors.limit(); pair++) {
            factor = Math.max(factor, divisors.get(pair));
        }
        Rope.Llama3 scaling = new Rope.Llama3(factor, 1, 4, LLAMA3_POSITIONS);
        for (int pair = 0; pair < divisors.limit(); pair++) {
            double expected = divisor(scaling, theta, pair, divisors.limit());
            check(
                    Math.abs(divisors.get(pair) / expected - 1) < CLOSE,
                    "%s: '%s' divides frequency %s by %s, where Llama 3's scaling by %s would by %s; it is of another"
                            + " kind, which is not supported",
                    file.file(),
                    GgufNames.ROPE_FREQUENCIES,
                    pair,
                    divisors.get(pair),
                    factor,
                    expected);
        }
        json.putObject("rope_scaling")
                .put("rope_type", "llama3")
                .put("factor", factor)
                .put("low_freq_factor", scaling.lowFrequencyFactor())
                .put("high_freq_factor", scaling.highFrequencyFactor())
                .put("original_max_position_embeddings", scaling.originalMaxPositions());
    }

    private static double divisor(Rope.Llama3 scaling, double theta, int pair, int pairs) {
        double wavelength = 2 * Math.PI * Math.pow(theta, (double) pair / pairs);
        double positions = scaling.originalMaxPositions();
        if (wavelength < positions / scaling.highFrequencyFactor()) {
            return 1;
        }
        if (wavelength > positions / scaling.lowFrequencyFactor()) {
            return scaling.factor();
        }
        double smooth = (positions / wavelength - scaling.lowFrequencyFactor())
                / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
        return 1 / ((1 - smooth) / scaling.factor() + smooth);
    }

    /** Adds the settings of a model to the metadata of a file. */
    static void write(ModelConfig config, String prefix, Map<String, Object> metadata) {
        Rope rope = config.rope();
        metadata.put(prefix + "dimension_count", config.headSize());
        metadata.put(prefix + "freq_base", (float) rope.theta());
        if (rope.scaling() instanceof Rope.Linear linear) {
            metadata.put(prefix + "scaling.type", "linear");
            metadata.put(prefix + "scaling.factor", (float) linear.factor());
        } else if (!(rope.scaling() instanceof Rope.Unscaled) && !(rope.scaling() instanceof Rope.Llama3)) {
            throw new ConfigException(config.source() + ": this scaling of the rotation can't be written as GGUF; "
                    + "expected default, linear or llama3");
        }
    }

    /** The table of divisors of a model that has one; none otherwise. */
    static float[] divisors(ModelConfig config) {
        if (!(config.rope().scaling() instanceof Rope.Llama3 scaling)) {
            return new float[0];
        }
        float[] divisors = new float[config.headSize() / 2];
        for (int pair = 0; pair < divisors.length; pair++) {
            divisors[pair] = (float) divisor(scaling, config.rope().theta(), pair, divisors.length);
        }
        return divisors;
    }
}
