package org.reason4j.core.formats.family.supported;

import static org.reason4j.core.formats.family.LayerLayout.row;

import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;
import org.reason4j.core.formats.family.LayerWeight;

/** GLM-4 of 0414: norms before and after attention and feed-forward network; neighbours in a half of each head are rotated. */
final class Glm4Family implements Family {

    private static final LayerLayout LAYOUT = LayerLayout.of(
            row(LayerWeight.NORM_1, "input_layernorm.weight"),
            row(LayerWeight.QKV, "self_attn.q_proj.weight"),
            row(LayerWeight.QKV, "self_attn.k_proj.weight"),
            row(LayerWeight.QKV, "self_attn.v_proj.weight"),
            row(LayerWeight.OUT, "self_attn.o_proj.weight"),
            row(LayerWeight.POST_1, "post_self_attn_layernorm.weight"),
            row(LayerWeight.NORM_2, "post_attention_layernorm.weight"),
            row(LayerWeight.GATE_UP, "mlp.gate_up_proj.weight"),
            row(LayerWeight.DOWN, "mlp.down_proj.weight"),
            row(LayerWeight.POST_2, "post_mlp_layernorm.weight"));

    @Override
    public String modelType() {
        return "glm4";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withKeyHeadsRequired().withHeadSize(128).withNormEpsilon(0.00000015625);
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        return Architecture.standard(config, config.partialRotation(0.5).ofNeighbours())
                .with(LAYOUT.withBiases(config.file().flag("attention_bias", true), false));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Glm4");
    }
}
