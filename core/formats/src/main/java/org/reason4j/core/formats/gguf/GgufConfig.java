package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.safetensors.Dtype;

/** From the metadata of a GGUF file to the configuration of a Hugging Face directory. */
final class GgufConfig {

    /** Settings of other models that share an architecture's name; each changes what is computed. */
    private static final List<String> CHANGES = List.of(
            "logit_scale",
            "residual_scale",
            "embedding_scale",
            "attention.scale",
            "attention.clamp_kqv",
            "attention.sliding_window_pattern",
            "attn_logit_softcapping",
            "final_logit_softcapping");

    private final Gguf file;
    private final GgufMetadata metadata;
    private final GgufFamily family;

    GgufConfig(Gguf file) {
        this.file = file;
        this.metadata = file.metadata();
        String architecture = metadata.requireText("general.architecture");
        this.family = GgufFamily.ofArchitecture(architecture)
                .orElseThrow(() -> new ConfigException(file.file() + ": the architecture '" + architecture
                        + "' is not supported; expected one of " + GgufFamily.architectures()
                        + " (a Mistral model is 'llama' there)"));
    }

    GgufFamily family() {
        return family;
    }

    /** The configuration for weights of this number format. */
    ModelConfig read(Dtype dtype) {
        checkComputation();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("architectures").add(family.className());
        json.put("model_type", family.modelType());
        json.put("torch_dtype", dtype.configName());
        json.put("vocab_size", vocabularySize());
        addSizes(json);
        json.put("hidden_act", "silu");
        json.put("rms_norm_eps", metadata.requireNumber(key("attention.layer_norm_rms_epsilon")));
        json.put("tie_word_embeddings", !file.contains(GgufNames.OUTPUT));
        if (family == GgufFamily.LLAMA) {
            json.put("attention_bias", file.contains("blk.0.attn_q.bias"));
            json.put("mlp_bias", file.contains("blk.0.ffn_gate.bias"));
        }
        GgufRope.read(file, key("rope."), json);
        addIds(json);
        return ModelConfig.parse("The metadata of " + file.file(), json.toString());
    }

    private String key(String name) {
        return family.architecture() + "." + name;
    }

    private void checkComputation() {
        int experts = metadata.whole(key("expert_count")).orElse(0);
        check(experts == 0, "%s: a model of %s experts is not supported", file.file(), experts);
        check(
                metadata.flag(key("attention.causal")).orElse(true),
                "%s: '%s' is false; a model that sees later tokens is not supported",
                file.file(),
                key("attention.causal"));
        for (String name : CHANGES) {
            check(
                    !metadata.values().containsKey(key(name)),
                    "%s: '%s' is set, which is not supported",
                    file.file(),
                    key(name));
        }
    }

    private int vocabularySize() {
        check(
                file.contains(GgufNames.EMBEDDING),
                "%s has no tensor '%s'. Is it a part of a model? Join the parts first.",
                file.file(),
                GgufNames.EMBEDDING);
        return Math.toIntExact(file.tensor(GgufNames.EMBEDDING).rows());
    }

    private void addSizes(ObjectNode json) {
        int hidden = metadata.requireWhole(key("embedding_length"));
        int heads = metadata.requireWhole(key("attention.head_count"));
        check(heads > 0, "%s: '%s' is 0, expected a positive number", file.file(), key("attention.head_count"));
        int headSize = metadata.whole(key("attention.key_length")).orElse(hidden / heads);
        int valueSize = metadata.whole(key("attention.value_length")).orElse(headSize);
        check(
                valueSize == headSize,
                "%s: heads have keys of %s and values of %s, expected one size",
                file.file(),
                headSize,
                valueSize);
        int rotated = metadata.whole(key("rope.dimension_count")).orElse(headSize);
        check(
                rotated == headSize,
                "%s: %s of the %s dimensions of a head are rotated; only all of them are supported",
                file.file(),
                rotated,
                headSize);
        int context = metadata.requireWhole(key("context_length"));
        int window = metadata.whole(key("attention.sliding_window")).orElse(0);
        check(
                window == 0 || window >= context,
                "%s: a sliding window of %s over %s positions is not supported",
                file.file(),
                window,
                context);
        json.put("hidden_size", hidden);
        json.put("intermediate_size", metadata.requireWhole(key("feed_forward_length")));
        json.put("num_hidden_layers", metadata.requireWhole(key("block_count")));
        json.put("num_attention_heads", heads);
        json.put(
                "num_key_value_heads",
                metadata.whole(key("attention.head_count_kv")).orElse(heads));
        json.put("head_dim", headSize);
        json.put("max_position_embeddings", context);
    }

    private void addIds(ObjectNode json) {
        metadata.whole(GgufTokens.BEGINNING).ifPresent(id -> json.put("bos_token_id", id));
        List<Integer> ends = Stream.of(GgufTokens.END, GgufTokens.END_OF_TURN, GgufTokens.END_OF_MESSAGE)
                .flatMap(name -> metadata.whole(name).stream())
                .distinct()
                .toList();
        if (ends.size() == 1) {
            json.put("eos_token_id", ends.get(0));
        } else if (!ends.isEmpty()) {
            ArrayNode all = json.putArray("eos_token_id");
            ends.forEach(all::add);
        }
        metadata.whole(GgufTokens.PADDING).ifPresent(id -> json.put("pad_token_id", id));
    }
}
