package org.reason4j.core.formats.family.supported;

import static org.reason4j.core.formats.family.LayerLayout.row;

import java.util.List;
import java.util.Optional;
import org.reason4j.core.formats.family.Activation;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.family.Rope;

/**
 * Gemma 3, text alone: norms around attention and feed-forward network, with weights that 1 is added to; windows, with a
 * rotation of their own, on five layers of six.
 */
final class Gemma3Family implements Family {

    private static final LayerLayout LAYOUT = LayerLayout.of(
                    row(LayerWeight.NORM_1, "input_layernorm.weight"),
                    row(LayerWeight.QKV, "self_attn.q_proj.weight"),
                    row(LayerWeight.QKV, "self_attn.k_proj.weight"),
                    row(LayerWeight.QKV, "self_attn.v_proj.weight"),
                    row(LayerWeight.OUT, "self_attn.o_proj.weight"),
                    row(LayerWeight.POST_1, "post_attention_layernorm.weight"),
                    row(LayerWeight.NORM_2, "pre_feedforward_layernorm.weight"),
                    row(LayerWeight.GATE_UP, "mlp.gate_proj.weight"),
                    row(LayerWeight.GATE_UP, "mlp.up_proj.weight"),
                    row(LayerWeight.DOWN, "mlp.down_proj.weight"),
                    row(LayerWeight.POST_2, "post_feedforward_layernorm.weight"))
            .withHeadNorms();

    @Override
    public String modelType() {
        return "gemma3_text";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA
                .withKeyHeadsRequired()
                .withHeadSize(256)
                .withTheta(1_000_000)
                .withTiedEmbeddings();
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        List.of("attn_logit_softcapping", "final_logit_softcapping", "use_bidirectional_attention")
                .forEach(config::requireOff);
        boolean biased = config.file().flag("attention_bias", false);
        int pattern = config.file().positive("sliding_window_pattern", 6);
        List<Boolean> slides = config.slides(layer -> (layer + 1) % pattern != 0);
        int window = config.window(4096);
        Architecture standard = Architecture.standard(config);
        Rope local = config.slidingRope("rope_local_base_freq", 10_000);
        List<Rope> tables = List.of(standard.rotation().tables().get(0), local);
        return standard.with(LAYOUT.withBiases(biased, biased))
                .with(Activation.read(config.file(), "hidden_activation", Activation.GELU_TANH))
                .withNormOffset(1)
                .with(standard.rotation()
                        .with(tables, slides.stream().map(slid -> slid ? 1 : 0).toList()))
                .withWindows(slides.stream().map(slid -> slid ? window : 0).toList())
                .with(standard.multipliers()
                        .withEmbedding(Math.sqrt(config.sizes().hidden()))
                        .withAttention(1 / Math.sqrt(config.file().number("query_pre_attn_scalar", 256))));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Gemma3Text");
    }
}
