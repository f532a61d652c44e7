package org.reason4j.core.formats.family;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;

/**
 * Reads rotary position embeddings of a {@code config.json}, under old keys and new ones; those of one kind of layer stand
 * under {@code full_attention} or {@code sliding_attention} where there are several.
 *
 * @param maxPositions longest sequence of the model
 * @param theta base of the wavelengths where the file names none
 */
record RopeReader(JsonFile config, int maxPositions, double theta) {

    private static final String NEW = "rope_parameters";
    private static final String OLD = "rope_scaling";
    private static final String ORIGINAL = "original_max_position_embeddings";

    /** The embedding of all layers, or of those that see everything. */
    Rope read() {
        JsonFile parameters = parameters();
        return read(parameters, parameters.number("rope_theta", config.number("rope_theta", theta)));
    }

    /**
     * That of layers with a window.
     *
     * @param key older key of the base of its wavelengths
     * @param absent that base where the file names none
     */
    Rope readSliding(String key, double absent) {
        JsonFile parameters = config.object(NEW)
                .flatMap(all -> all.object("sliding_attention"))
                .orElseGet(this::none);
        return read(parameters, parameters.number("rope_theta", config.number(key, absent)));
    }

    /** The share of a head that is rotated. */
    double rotatedShare(double absent) {
        return parameters().number("partial_rotary_factor", config.number("partial_rotary_factor", absent));
    }

    private JsonFile parameters() {
        return config.object(OLD)
                .filter(scaling -> !scaling.root().isEmpty())
                .or(() -> config.object(NEW))
                .map(all -> all.object("full_attention").orElse(all))
                .orElseGet(this::none);
    }

    private JsonFile none() {
        return JsonFile.parse(config.source(), "{}");
    }

    private Rope read(JsonFile parameters, double base) {
        check(base > 0, "%s: 'rope_theta' is %s, expected a positive number", config.source(), base);
        String type =
                parameters.text("rope_type").or(() -> parameters.text("type")).orElse("default");
        return new Rope(
                base,
                switch (type) {
                    case "default" -> new Rope.Unscaled();
                    case "linear" -> new Rope.Linear(positive(parameters, "factor"));
                    case "dynamic" -> new Rope.Dynamic(positive(parameters, "factor"));
                    case "llama3" ->
                        new Rope.Llama3(
                                positive(parameters, "factor"),
                                positive(parameters, "low_freq_factor"),
                                positive(parameters, "high_freq_factor"),
                                original(parameters));
                    case "yarn" -> yarn(parameters);
                    case "longrope", "su" -> longRope(parameters);
                    default ->
                        throw new ConfigException(parameters.source() + ": rope type '" + type
                                + "' is not supported; expected default, linear, dynamic, llama3, yarn or longrope");
                });
    }

    private int original(JsonFile parameters) {
        return config.positive(ORIGINAL, parameters.positive(ORIGINAL, maxPositions));
    }

    private static double positive(JsonFile parameters, String key) {
        double number = parameters.number(key);
        check(number > 0, "%s: '%s' is %s, expected a positive number", parameters.source(), key, number);
        return number;
    }

    private Rope.Yarn yarn(JsonFile parameters) {
        double factor = parameters.find("factor").isPresent()
                ? positive(parameters, "factor")
                : (double) maxPositions / original(parameters);
        double scale = parameters.number("mscale", 0);
        double scaleOfAll = parameters.number("mscale_all_dim", 0);
        double attention = scale != 0 && scaleOfAll != 0
                ? temperature(factor, scale) / temperature(factor, scaleOfAll)
                : temperature(factor, 1);
        return new Rope.Yarn(
                factor,
                parameters.number("beta_fast", 32),
                parameters.number("beta_slow", 1),
                original(parameters),
                parameters.number("attention_factor", attention),
                parameters.flag("truncate", true));
    }

    /** Equation 15 of YaRN. */
    private static double temperature(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private Rope.Long longRope(JsonFile parameters) {
        int original = original(parameters);
        double factor = parameters.number("factor", (double) maxPositions / original);
        double attention = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        Optional<JsonNode> list = parameters.find("short_factor").filter(JsonNode::isArray);
        List<Double> factors = new ArrayList<>();
        list.ifPresent(numbers -> numbers.forEach(number -> factors.add(number.asDouble())));
        check(
                !factors.isEmpty() && factors.stream().allMatch(number -> number > 0),
                "%s: 'short_factor' is %s, expected a list of positive numbers, one for each pair of rotated dimensions",
                parameters.source(),
                parameters.root().path("short_factor"));
        return new Rope.Long(factors, parameters.number("attention_factor", attention), original);
    }
}
