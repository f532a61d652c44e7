package org.reason4j.core.formats.family.supported;

import java.util.Collections;
import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Experts;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;

/** Qwen3-MoE: experts; windows, where they are switched on, on all layers; otherwise as {@link Qwen3Family}. */
final class Qwen3MoeFamily implements Family {

    @Override
    public String modelType() {
        return "qwen3_moe";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withKeyHeadsRequired();
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        boolean biased = config.file().flag("attention_bias", false);
        return Architecture.standard(config)
                .with(LayerLayout.STANDARD.withHeadNorms().withBiases(biased, biased))
                .withWindows(Collections.nCopies(config.sizes().layers(), Qwen2Family.window(config)))
                .with(Experts.read(config, Experts.defaults(128, 8, 768, 0)));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Qwen3Moe");
    }
}
