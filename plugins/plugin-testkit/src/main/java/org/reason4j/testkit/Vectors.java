package org.reason4j.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads worked examples: from the resource {@code vectors.json} of the tests, or from the file that the system property
 * {@code reason4j.vectors} names.
 *
 * <p>Either is a JSON array of objects. Each has a unique {@code id}, and by convention {@code params}, {@code inputs}
 * and {@code expected}. Values are picked with a JSON pointer, {@code vector("ppo-clip").at("/expected/loss")}; a
 * pointer to a missing value is refused at its conversion, so that no test passes without numbers.
 */
public final class Vectors {

    private static final String PROPERTY = "reason4j.vectors";
    private static final String RESOURCE = "vectors.json";

    private Vectors() {}

    /**
     * Returns the example of that id.
     *
     * @throws IOException if there is no such file or resource, or it is not JSON
     * @throws IllegalArgumentException if it has no example of that id
     */
    public static JsonNode vector(String id) throws IOException {
        URL source = source();
        List<String> others = new ArrayList<>();
        for (JsonNode entry : read(source)) {
            String other = entry.path("id").asText();
            if (other.equals(id)) {
                return entry;
            }
            others.add(other);
        }
        throw new IllegalArgumentException("No vector named '" + id + "' in " + source + "; it has " + others);
    }

    private static JsonNode read(URL source) throws IOException {
        try (InputStream in = source.openStream()) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static URL source() throws IOException {
        String file = System.getProperty(PROPERTY);
        if (file != null) {
            return Path.of(file).toUri().toURL();
        }
        // By the loader, not by the class: the resource may be in another module.
        URL resource = Vectors.class.getClassLoader().getResource(RESOURCE);
        if (resource == null) {
            throw new FileNotFoundException(
                    "No " + RESOURCE + " on the class path. Put one into src/test/resources, or "
                            + "name a file with -D" + PROPERTY + "=FILE.");
        }
        return resource;
    }

    /** Converts an array of numbers, {@code [T]}. */
    public static double[] row(JsonNode values) {
        return elements(values, "numbers", JsonNode::isNumber, JsonNode::asDouble).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Converts an array of numbers, {@code [T]}, to single precision. */
    public static float[] floats(JsonNode values) {
        double[] row = row(values);
        float[] floats = new float[row.length];
        for (int t = 0; t < row.length; t++) {
            floats[t] = (float) row[t];
        }
        return floats;
    }

    /** Converts an array of arrays of numbers, {@code [B][T]} where the rows are of one length, to single precision. */
    public static float[][] matrix(JsonNode rows) {
        return elements(rows, "arrays", JsonNode::isArray, Vectors::floats).toArray(float[][]::new);
    }

    /** Converts an array of strings. */
    public static List<String> texts(JsonNode values) {
        return elements(values, "strings", JsonNode::isTextual, JsonNode::asText);
    }

    private static <T> List<T> elements(
            JsonNode values, String what, Predicate<JsonNode> wanted, Function<JsonNode, T> convert) {
        if (!values.isArray()) {
            throw new IllegalArgumentException("Expected an array of " + what + ", got "
                    + (values.isMissingNode() ? "nothing: no value has that path" : values));
        }
        List<T> elements = new ArrayList<>();
        for (JsonNode value : values) {
            if (!wanted.test(value)) {
                throw new IllegalArgumentException("Expected an array of " + what + ", got " + value + " in " + values);
            }
            elements.add(convert.apply(value));
        }
        return elements;
    }
}
