package org.reason4j.reward.unsupervised;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** Reads worked examples: this module's copy, or the file that the system property {@code reason4j.vectors} names. */
final class Vectors {

    private Vectors() {}

    static JsonNode vector(String id) throws IOException {
        String file = System.getProperty("reason4j.vectors");
        try (InputStream source = file == null
                ? Vectors.class.getResourceAsStream("/vectors.json")
                : Files.newInputStream(Path.of(file))) {
            return StreamSupport.stream(new ObjectMapper().readTree(source).spliterator(), false)
                    .filter(entry -> entry.get("id").asText().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No vector named '" + id + "'"));
        }
    }

    static double[] row(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static float[] floats(JsonNode values) {
        double[] row = row(values);
        float[] floats = new float[row.length];
        for (int t = 0; t < row.length; t++) {
            floats[t] = (float) row[t];
        }
        return floats;
    }
}
