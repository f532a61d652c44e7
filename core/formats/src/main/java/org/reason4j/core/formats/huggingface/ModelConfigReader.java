package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;

/** From the keys of {@code config.json} to a {@link ModelConfig}; absent keys mean what they mean to transformers. */
record ModelConfigReader(JsonFile config, Optional<JsonFile> generation) {

    ModelConfig read() {
        String type = config.text("model_type").orElse("(none)");
        checkSupported(type);
        int heads = config.positive("num_attention_heads");
        int keyValueHeads = keyValueHeads(type, heads);
        int maxPositions = config.positive("max_position_embeddings");
        checkSlidingWindow(type, maxPositions);
        boolean biasKey = config.flag("attention_bias", false) && (type.equals("llama") || type.equals("qwen3"));
        int vocabulary = config.positive("vocab_size");
        return new ModelConfig(
                type,
                vocabulary,
                config.positive("hidden_size"),
                config.positive("intermediate_size"),
                config.positive("num_hidden_layers"),
                heads,
                keyValueHeads,
                headSize(type, heads),
                config.number("rms_norm_eps", 1e-6),
                config.flag("tie_word_embeddings", false),
                biasKey || type.equals("qwen2"),
                biasKey,
                config.flag("mlp_bias", false) && type.equals("llama"),
                type.equals("qwen3"),
                Rope.read(config, maxPositions),
                maxPositions,
                config.number("initializer_range", 0.02),
                endOfSequence(vocabulary),
                id("bos_token_id", vocabulary),
                id("pad_token_id", vocabulary),
                config.source(),
                config.root());
    }

    private void checkSupported(String type) {
        check(
                List.of("llama", "mistral", "qwen2", "qwen3").contains(type),
                "%s: model_type '%s' is not supported; expected llama, mistral, qwen2 or qwen3",
                config.source(),
                type);
        String activation = config.text("hidden_act").orElse("silu");
        check(
                activation.equals("silu"),
                "%s: hidden_act '%s' is not supported; expected silu",
                config.source(),
                activation);
        check(
                config.find("quantization_config").isEmpty(),
                "%s: 'quantization_config' is set, but quantized weights can't be trained. Use the unquantized model.",
                config.source());
    }

    private int keyValueHeads(String type, int heads) {
        boolean required = !type.equals("llama") && !config.root().has("num_key_value_heads");
        int keyValueHeads =
                required ? config.positive("num_key_value_heads") : config.positive("num_key_value_heads", heads);
        check(
                heads % keyValueHeads == 0,
                "%s: num_attention_heads %s is not a multiple of num_key_value_heads %s",
                config.source(),
                heads,
                keyValueHeads);
        return keyValueHeads;
    }

    private int headSize(String type, int heads) {
        int hidden = config.positive("hidden_size");
        if (config.find("head_dim").isEmpty() && !type.equals("qwen3")) {
            check(
                    hidden % heads == 0,
                    "%s: hidden_size %s is not a multiple of num_attention_heads %s, and there is no head_dim",
                    config.source(),
                    hidden,
                    heads);
        }
        int headSize = config.positive("head_dim", type.equals("qwen3") ? 128 : hidden / heads);
        check(headSize % 2 == 0, "%s: the head size is %s, expected an even number", config.source(), headSize);
        return headSize;
    }

    private void checkSlidingWindow(String type, int maxPositions) {
        boolean inUse = switch (type) {
            case "mistral" -> true;
            case "qwen2", "qwen3" -> config.flag("use_sliding_window", false) && someLayerSlides();
            default -> false;
        };
        boolean switchedOff = config.root().path("sliding_window").isNull();
        int window = config.positive("sliding_window", switchedOff ? maxPositions : 4096);
        check(
                !inUse || window >= maxPositions,
                "%s: a sliding window of %s over %s positions is not supported. Sequences up to %s tokens don't need it: "
                        + "set max_position_embeddings to %s to train with those.",
                config.source(),
                window,
                maxPositions,
                window,
                window);
    }

    private boolean someLayerSlides() {
        return config.find("layer_types")
                .map(types -> StreamSupport.stream(types.spliterator(), false)
                        .anyMatch(layer -> layer.asText().equals("sliding_attention")))
                .orElseGet(
                        () -> config.root().path("max_window_layers").asInt(28) < config.positive("num_hidden_layers"));
    }

    private List<Integer> endOfSequence(int vocabulary) {
        List<Integer> ids = generation.map(file -> ids(file, vocabulary)).orElse(List.of());
        return ids.isEmpty() ? ids(config, vocabulary) : ids;
    }

    private static List<Integer> ids(JsonFile file, int vocabulary) {
        List<Integer> ids = new ArrayList<>();
        given(file, "eos_token_id").ifPresent(value -> {
            if (value.isArray()) {
                value.forEach(id -> ids.add(checked(file, "eos_token_id", id, vocabulary)));
            } else {
                ids.add(checked(file, "eos_token_id", value, vocabulary));
            }
        });
        return ids.stream().distinct().toList();
    }

    private OptionalInt id(String key, int vocabulary) {
        IntStream found = given(config, key)
                .map(value -> IntStream.of(checked(config, key, value, vocabulary)))
                .or(() -> generation.flatMap(
                        file -> given(file, key).map(value -> IntStream.of(checked(file, key, value, vocabulary)))))
                .orElseGet(IntStream::empty);
        return found.findFirst();
    }

    /** An id that is set: -1 stands for none in many files. */
    private static Optional<JsonNode> given(JsonFile file, String key) {
        return file.find(key).filter(value -> !value.isIntegralNumber() || value.asInt() != -1);
    }

    private static int checked(JsonFile file, String key, JsonNode id, int vocabulary) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= vocabulary) {
            throw new ConfigException(file.source() + ": '" + key + "' holds " + id + ", expected an id from 0 to "
                    + (vocabulary - 1) + " (vocab_size " + vocabulary + ")");
        }
        return id.intValue();
    }
}
