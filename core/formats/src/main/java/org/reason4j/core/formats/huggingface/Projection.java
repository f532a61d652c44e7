package org.reason4j.core.formats.huggingface;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** The linear layers of one decoder layer, in the order of the forward pass. An adapter may sit on any of them. */
enum Projection {
    QUERY("self_attn", "q_proj"),
    KEY("self_attn", "k_proj"),
    VALUE("self_attn", "v_proj"),
    OUTPUT("self_attn", "o_proj"),
    GATE("mlp", "gate_proj"),
    UP("mlp", "up_proj"),
    DOWN("mlp", "down_proj");

    private final String block;
    private final String module;

    Projection(String block, String module) {
        this.block = block;
        this.module = module;
    }

    static Optional<Projection> named(String module) {
        return Arrays.stream(values()).filter(p -> p.module.equals(module)).findFirst();
    }

    String module() {
        return module;
    }

    /** Where it is within its layer, such as {@code self_attn.q_proj}. */
    String path() {
        return block + "." + module;
    }

    int outputs(ModelConfig config) {
        return switch (this) {
            case QUERY -> config.heads() * config.headSize();
            case KEY, VALUE -> config.keyValueHeads() * config.headSize();
            case OUTPUT, DOWN -> config.hiddenSize();
            case GATE, UP -> config.intermediateSize();
        };
    }

    int inputs(ModelConfig config) {
        return switch (this) {
            case QUERY, KEY, VALUE, GATE, UP -> config.hiddenSize();
            case OUTPUT -> config.heads() * config.headSize();
            case DOWN -> config.intermediateSize();
        };
    }

    private boolean biased(ModelConfig config) {
        return switch (this) {
            case QUERY, KEY, VALUE -> config.attentionBias();
            case OUTPUT -> config.attentionOutputBias();
            case GATE, UP, DOWN -> config.mlpBias();
        };
    }

    /** Adds its weight, its bias and the norm of its heads, as far as the model has them. */
    void addTo(List<TensorSpec> tensors, String layer, ModelConfig config) {
        tensors.add(new TensorSpec(layer + path() + ".weight", outputs(config), inputs(config)));
        if (biased(config)) {
            tensors.add(new TensorSpec(layer + path() + ".bias", outputs(config)));
        }
        if (config.queryKeyNorm() && (this == QUERY || this == KEY)) {
            String norm = this == QUERY ? "q_norm" : "k_norm";
            tensors.add(new TensorSpec(layer + "self_attn." + norm + ".weight", config.headSize()));
        }
    }
}
