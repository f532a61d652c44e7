package org.reason4j.cli.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.console.Json;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** Models with random weights, in shapes that have names. */
final class RandomModel {

    /** Ids of the letters that prompts are made of. */
    static final int FIRST_LETTER = 69;

    static final int LETTERS = 26;

    /** Tokens of the longest sequence. */
    static final int POSITIONS = 4096;

    private static final Map<String, String> SHAPES = new TreeMap<>(Map.of(
            "tiny", llama(32, 96, 2, 4),
            "small", llama(256, 768, 4, 8),
            "hidden-512", llama(512, 1536, 4, 8),
            "hidden-1024", llama(1024, 3072, 4, 16),
            "qwen2.5-0.5b", """
            {"model_type": "qwen2", "vocab_size": 151936, "hidden_size": 896, "intermediate_size": 4864,
             "num_hidden_layers": 24, "num_attention_heads": 14, "num_key_value_heads": 2, "hidden_act": "silu",
             "rms_norm_eps": 1e-6, "rope_theta": 1000000.0, "max_position_embeddings": %d,
             "tie_word_embeddings": true, "initializer_range": 0.02}
            """.formatted(POSITIONS)));

    private RandomModel() {}

    private static String llama(int hidden, int intermediate, int layers, int heads) {
        return """
            {"model_type": "llama", "vocab_size": 100, "hidden_size": %d, "intermediate_size": %d,
             "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d, "hidden_act": "silu",
             "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "max_position_embeddings": %d,
             "tie_word_embeddings": false, "initializer_range": 0.02}
            """.formatted(hidden, intermediate, layers, heads, heads, POSITIONS);
    }

    /** Names of the shapes. */
    static List<String> shapes() {
        return List.copyOf(SHAPES.keySet());
    }

    /**
     * Writes a model of a shape, with a tokenizer of characters, into {@code directory/model}.
     *
     * @param option names the shape in messages
     * @throws ConfigException if no shape has that name
     */
    static Path write(String option, String shape, Path directory) throws IOException {
        String config = SHAPES.get(shape);
        if (config == null) {
            throw new ConfigException(
                    option + ": there is no shape '" + shape + "', expected one of " + String.join(", ", shapes()));
        }
        Path tokenizer = Files.createDirectories(directory.resolve("tokenizer"));
        Files.writeString(tokenizer.resolve("tokenizer.json"), tokenizer());
        Path model = directory.resolve("model");
        RandomWeights.write(ModelConfig.parse(option, config), tokenizer, model, 1);
        return model;
    }

    /** A character tokenizer: four special tokens, printable ASCII and the line feed, 100 in all. */
    private static String tokenizer() {
        ObjectNode json = Json.object();
        json.put("version", "1.0");
        json.putObject("pre_tokenizer")
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false)
                .putObject("pattern")
                .put("String", "");
        json.putObject("decoder").put("type", "Fuse");
        ArrayNode added = json.putArray("added_tokens");
        ObjectNode model = json.putObject("model").put("type", "WordLevel").put("unk_token", "<unk>");
        ObjectNode vocabulary = model.putObject("vocab");
        for (String special : List.of("<pad>", "<bos>", "<eos>", "<unk>")) {
            int id = vocabulary.size();
            vocabulary.put(special, id);
            added.addObject()
                    .put("id", id)
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        for (char c = ' '; c <= '~'; c++) {
            vocabulary.put(String.valueOf(c), vocabulary.size());
        }
        vocabulary.put("\n", vocabulary.size());
        return json.toString();
    }
}
