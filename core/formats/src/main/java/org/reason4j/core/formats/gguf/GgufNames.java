package org.reason4j.core.formats.gguf;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that llama.cpp has for the tensors of a Hugging Face directory. */
final class GgufNames {

    /** Divisors of the rotation's frequencies; not a weight of the model. */
    static final String ROPE_FREQUENCIES = "rope_freqs.weight";

    static final String EMBEDDING = "token_embd.weight";
    static final String OUTPUT = "output.weight";

    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");

    private static final Map<String, String> WHOLE = Map.of(
            "model.embed_tokens.weight",
            EMBEDDING,
            "model.norm.weight",
            "output_norm.weight",
            "lm_head.weight",
            OUTPUT);

    private static final Map<String, String> IN_LAYER = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));

    private static final List<String> ROTATED = List.of(".self_attn.q_proj.", ".self_attn.k_proj.");

    private GgufNames() {}

    /** The name in a GGUF file of a tensor that has this one in a Hugging Face directory. */
    static String of(String name) {
        Matcher layer = LAYER.matcher(name);
        String found = layer.matches() ? IN_LAYER.get(layer.group(2)) : WHOLE.get(name);
        if (found == null) {
            throw new IllegalArgumentException("Tensor '" + name + "' has no name in GGUF");
        }
        return layer.matches() ? "blk." + layer.group(1) + "." + found + "." + layer.group(3) : found;
    }

    /** True if the rows of a tensor, which has this name in a Hugging Face directory, are rotated by position. */
    static boolean rotated(String name) {
        return ROTATED.stream().anyMatch(name::contains);
    }
}
