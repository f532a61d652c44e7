package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.core.formats.file.JsonFile;

/**
 * Token of each id of a tokenizer; equal where two models read the same tokens.
 *
 * @param ids by token
 */
public record Vocabulary(Map<String, Integer> ids) {

    public Vocabulary {
        ids = Map.copyOf(ids);
    }

    /**
     * Reads {@code tokenizer.json} of a model directory.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it can't be read
     */
    public static Vocabulary read(Path directory) {
        return of(JsonFile.read(directory.resolve("tokenizer.json")).root());
    }

    /** Finds the tokens of a {@code tokenizer.json}. */
    static Vocabulary of(JsonNode root) {
        Map<String, Integer> ids = new TreeMap<>();
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isArray()) { // a list of [token, score]; the id is the place
            for (int id = 0; id < vocabulary.size(); id++) {
                ids.put(vocabulary.get(id).path(0).asText(), id);
            }
        } else {
            vocabulary
                    .properties()
                    .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        }
        root.path("added_tokens")
                .forEach(token ->
                        ids.put(token.path("content").asText(), token.path("id").asInt()));
        return new Vocabulary(ids);
    }
}
