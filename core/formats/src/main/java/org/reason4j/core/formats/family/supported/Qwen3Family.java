package org.reason4j.core.formats.family.supported;

import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;

/** Qwen3: norms on each head's queries and keys; windows as {@link Qwen2Family}. */
final class Qwen3Family implements Family {

    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withKeyHeadsRequired().withHeadSize(128);
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        boolean biased = config.file().flag("attention_bias", false);
        return Architecture.standard(config)
                .with(LayerLayout.STANDARD.withHeadNorms().withBiases(biased, biased))
                .withWindows(Qwen2Family.windows(config));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Qwen3");
    }
}
