package org.reason4j.core.formats.family.supported;

import static org.reason4j.core.formats.family.LayerLayout.row;

import java.util.Collections;
import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;
import org.reason4j.core.formats.family.LayerWeight;

/** Phi-3 and Phi-4-mini: one matrix for queries, keys and values, one for gates and ups; a part of each head is rotated. */
final class Phi3Family implements Family {

    private static final LayerLayout LAYOUT = LayerLayout.of(
            row(LayerWeight.NORM_1, "input_layernorm.weight"),
            row(LayerWeight.QKV, "self_attn.qkv_proj.weight"),
            row(LayerWeight.OUT, "self_attn.o_proj.weight"),
            row(LayerWeight.NORM_2, "post_attention_layernorm.weight"),
            row(LayerWeight.GATE_UP, "mlp.gate_up_proj.weight"),
            row(LayerWeight.DOWN, "mlp.down_proj.weight"));

    @Override
    public String modelType() {
        return "phi3";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withNormEpsilon(1e-5);
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        return Architecture.standard(config, config.partialRotation(1))
                .with(LAYOUT)
                .withWindows(Collections.nCopies(config.sizes().layers(), config.window(0)));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Phi3");
    }
}
