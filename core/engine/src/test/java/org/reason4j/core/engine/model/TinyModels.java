package org.reason4j.core.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** Models of two layers and 100 tokens, and rows of tokens for them. */
public final class TinyModels {

    /** Llama: grouped heads, a head of its own. */
    public static final String LLAMA = "llama";

    /** Qwen2: biases on query, key and value; the embedding is the head. */
    public static final String QWEN2_TIED = "qwen2-tied";

    /** Qwen3: norms on queries and keys; heads wider than the residual stream. */
    public static final String QWEN3 = "qwen3";

    /** All three. */
    public static final List<String> NAMES = List.of(LLAMA, QWEN2_TIED, QWEN3);

    /** Mixtures of experts: a dense layer between sparse ones. */
    public static final String QWEN3_MOE = "qwen3-moe";

    /** A sparse layer between dense ones, with a network that every token takes. */
    public static final String QWEN2_MOE = "qwen2-moe";

    /** One of each further family, and of each axis that these differ in; {@code families/make.py} has made them. */
    public static final List<String> FAMILIES = List.of(
            "granite",
            "phi3",
            "phi3-longrope",
            "smollm3",
            "olmo2",
            "glm4",
            "gemma3",
            "mistral-window",
            "qwen2-window",
            "qwen3-yarn",
            "llama-dynamic",
            "llama-linear",
            QWEN3_MOE,
            QWEN2_MOE);

    private TinyModels() {}

    /** A model directory among the test resources. */
    public static Path directory(String name) {
        try {
            String folder = FAMILIES.contains(name) ? "/families/" : "/models/";
            return Path.of(Objects.requireNonNull(TinyModels.class.getResource(folder + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sequences that transformers has scored: three of 48 tokens, or of another family two of 24. */
    public static List<int[]> sequences(String name) {
        return lists(name, "ids");
    }

    /** Continuations by transformers of the first 8 tokens of each sequence, past any end of sequence. */
    public static List<int[]> continuations(String name) {
        return lists(name, "greedy");
    }

    private static List<int[]> lists(String name, String key) {
        List<int[]> rows = new ArrayList<>();
        for (JsonNode row : expected(name).get(key)) {
            int[] ids = new int[row.size()];
            Arrays.setAll(ids, i -> row.get(i).intValue());
            rows.add(ids);
        }
        return rows;
    }

    /** Numbers that transformers computed of a model. */
    public static JsonNode expected(String name) {
        try {
            return new ObjectMapper()
                    .readTree(directory(name).resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tokens 3 to 99, which are nothing special. */
    public static int[] tokens(int count, long seed) {
        return new SplittableRandom(seed).ints(count, 3, 100).toArray();
    }

    /** A Llama with as many key heads as query heads, biases on all of attention, and a tied head. */
    public static Path everyHeadItsOwnKeys(Path target) {
        return llama(
                target,
                json -> json.replace("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 4")
                        .replace("\"attention_bias\": false", "\"attention_bias\": true")
                        .replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true")
                        .replace("\"initializer_range\": 0.02", "\"initializer_range\": 0.08"));
    }

    /** A Llama whose products sum over 640 features. */
    public static Path wide(Path target) {
        return llama(
                target,
                json -> json.replace("\"hidden_size\": 64", "\"hidden_size\": 640")
                        .replace("\"intermediate_size\": 128", "\"intermediate_size\": 640"));
    }

    private static Path llama(Path target, UnaryOperator<String> change) {
        try {
            String json = change.apply(Files.readString(directory(LLAMA).resolve("config.json")));
            RandomWeights.write(ModelConfig.parse("config.json", json), directory(LLAMA), target, 7);
            return target;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows of which every token but the first is scored. */
    public static TokenRows rows(List<int[]> sequences) {
        TokenRows rows = new TokenRows();
        for (int[] sequence : sequences) {
            boolean[] scored = new boolean[sequence.length];
            Arrays.fill(scored, 1, scored.length, true);
            rows.add(sequence, scored);
        }
        return rows;
    }

    /** The model's distribution of the token after {@code prefix}, as log-probabilities. */
    public static double[] distribution(LanguageModel model, int[] prefix, double temperature) {
        TokenRows rows = new TokenRows();
        boolean[] scored = new boolean[prefix.length + 1];
        scored[prefix.length] = true;
        for (int token = 0; token < model.config().vocabularySize(); token++) {
            int[] row = Arrays.copyOf(prefix, prefix.length + 1);
            row[prefix.length] = token;
            rows.add(row, scored);
        }
        float[] logprobs = model.score(rows.at(temperature)).logprobs();
        double[] all = new double[logprobs.length];
        Arrays.setAll(all, i -> logprobs[i]);
        return all;
    }

    /** Adapters of this rank on every projection of attention and MLP. */
    static LoraSettings lora(int rank) {
        return new LoraSettings(
                rank, 16, List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"));
    }
}
