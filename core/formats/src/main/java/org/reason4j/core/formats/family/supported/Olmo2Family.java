package org.reason4j.core.formats.family.supported;

import static org.reason4j.core.formats.family.LayerLayout.row;

import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;
import org.reason4j.core.formats.family.LayerWeight;

/** OLMo 2: norms of what attention and feed-forward network add, none before them; queries of all heads share a norm. */
final class Olmo2Family implements Family {

    private static final LayerLayout LAYOUT = LayerLayout.of(
                    row(LayerWeight.QKV, "self_attn.q_proj.weight"),
                    row(LayerWeight.QKV, "self_attn.k_proj.weight"),
                    row(LayerWeight.QKV, "self_attn.v_proj.weight"),
                    row(LayerWeight.OUT, "self_attn.o_proj.weight"),
                    row(LayerWeight.POST_1, "post_attention_layernorm.weight"),
                    row(LayerWeight.GATE_UP, "mlp.gate_proj.weight"),
                    row(LayerWeight.GATE_UP, "mlp.up_proj.weight"),
                    row(LayerWeight.DOWN, "mlp.down_proj.weight"),
                    row(LayerWeight.POST_2, "post_feedforward_layernorm.weight"))
            .withHeadNorms();

    @Override
    public String modelType() {
        return "olmo2";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withNormEpsilon(1e-5);
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        boolean biased = config.file().flag("attention_bias", false);
        return Architecture.standard(config)
                .with(LAYOUT.withBiases(biased, biased))
                .withHeadsNormedTogether();
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Olmo2");
    }
}
