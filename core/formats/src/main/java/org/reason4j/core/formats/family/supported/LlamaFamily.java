package org.reason4j.core.formats.family.supported;

import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.LayerLayout;

/** Llama: norms before attention and feed-forward network, biases where {@code attention_bias} asks for them. */
final class LlamaFamily implements Family {

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        boolean biased = config.file().flag("attention_bias", false);
        return Architecture.standard(config)
                .with(LayerLayout.STANDARD.withBiases(biased, biased))
                .withFeedForwardBias(config.file().flag("mlp_bias", false));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Llama");
    }
}
