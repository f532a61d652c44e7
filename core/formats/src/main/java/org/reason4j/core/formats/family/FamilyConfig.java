package org.reason4j.core.formats.family;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.reason4j.core.formats.file.JsonFile;

/**
 * A {@code config.json} as families read it.
 *
 * @param file its keys
 * @param sizes sizes of the layers, which all families name alike
 * @param maxPositions longest sequence that it names
 * @param theta base of the rotation's wavelengths where it names none
 */
public record FamilyConfig(JsonFile file, ModelSizes sizes, int maxPositions, double theta) {

    private static final String SLIDING = "sliding_attention";
    private static final List<String> LAYER_TYPES = List.of("full_attention", SLIDING);

    /** One rotation of whole heads for every layer. */
    public Rotation rotation() {
        RopeReader reader = ropes();
        double share = reader.rotatedShare(1);
        check(share == 1, "%s: 'partial_rotary_factor' is %s; only 1 is supported", file.source(), share);
        return Rotation.of(rope(reader, sizes.head()), sizes.layers(), sizes.head());
    }

    /** One rotation for every layer, of the share of each head that {@code partial_rotary_factor} names. */
    public Rotation partialRotation(double absent) {
        RopeReader reader = ropes();
        double share = reader.rotatedShare(absent);
        int dimensions = (int) (sizes.head() * share);
        check(
                dimensions > 0 && dimensions <= sizes.head() && dimensions % 2 == 0,
                "%s: 'partial_rotary_factor' %s rotates %s of a head's %s dimensions, expected an even number of them",
                file.source(),
                share,
                dimensions,
                sizes.head());
        return Rotation.of(rope(reader, dimensions), sizes.layers(), dimensions);
    }

    private Rope rope(RopeReader reader, int dimensions) {
        Rope rope = reader.read();
        int factors =
                rope.scaling() instanceof Rope.Long scaled ? scaled.factors().size() : dimensions / 2;
        check(
                factors == dimensions / 2,
                "%s: 'short_factor' has %s numbers, expected one for each of %s pairs of rotated dimensions",
                file.source(),
                factors,
                dimensions / 2);
        return rope;
    }

    /**
     * The rotation of layers with a window, where it is another.
     *
     * @param key older key of the base of its wavelengths
     * @param absent that base where the file names none
     */
    public Rope slidingRope(String key, double absent) {
        return ropes().readSliding(key, absent);
    }

    private RopeReader ropes() {
        return new RopeReader(file, maxPositions, theta);
    }

    /** The sliding window; 0 if it is null, not shorter than the longest sequence, or absent and so by default. */
    public int window(int absent) {
        boolean switchedOff = file.root().path("sliding_window").isNull();
        int window = switchedOff || absent == 0 && file.find("sliding_window").isEmpty()
                ? 0
                : file.positive("sliding_window", absent);
        return window < maxPositions ? window : 0;
    }

    /**
     * A window on the layers that {@code layer_types} names, or else on those that {@code byDefault} has.
     *
     * @param window its size; 0 for none
     * @param byDefault whether a layer, counted from 0, has the window
     */
    public List<Integer> windows(int window, IntPredicate byDefault) {
        List<Boolean> slides = slides(byDefault);
        return slides.stream().map(slid -> slid ? window : 0).toList();
    }

    /** For each layer whether {@code layer_types} has it slide, or else {@code byDefault}. */
    public List<Boolean> slides(IntPredicate byDefault) {
        Optional<List<String>> types = layerTypes();
        return IntStream.range(0, sizes.layers())
                .mapToObj(layer ->
                        types.map(all -> all.get(layer).equals(SLIDING)).orElseGet(() -> byDefault.test(layer)))
                .toList();
    }

    private Optional<List<String>> layerTypes() {
        return file.find("layer_types").map(value -> {
            List<String> types = elements(value).map(JsonNode::asText).toList();
            check(
                    types.size() >= sizes.layers(),
                    "%s: 'layer_types' names %s layers, expected %s",
                    file.source(),
                    types.size(),
                    sizes.layers());
            types.forEach(type -> check(
                    LAYER_TYPES.contains(type),
                    "%s: layer type '%s' is not supported; expected full_attention or sliding_attention",
                    file.source(),
                    type));
            return types;
        });
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** A list of 0 and 1, one for each layer; empty if it is absent. */
    public Optional<List<Boolean>> flags(String key) {
        return file.find(key).map(value -> {
            List<Boolean> flags =
                    elements(value).map(flag -> flag.asInt(0) != 0).toList();
            check(
                    flags.size() >= sizes.layers(),
                    "%s: '%s' has %s numbers, expected one for each of %s layers",
                    file.source(),
                    key,
                    flags.size(),
                    sizes.layers());
            return flags;
        });
    }

    /** Refuses a key that changes what is computed, unless it is absent, null or false. */
    public void requireOff(String key) {
        check(
                file.find(key)
                        .filter(value -> !value.isBoolean() || value.booleanValue())
                        .isEmpty(),
                "%s: '%s' is %s, which is not supported; expected it to be absent",
                file.source(),
                key,
                file.root().path(key));
    }
}
