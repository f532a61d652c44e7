package org.reason4j.core.formats.family.supported;

import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.Multipliers;
import org.reason4j.core.formats.file.JsonFile;

/** Granite 3: a Llama with a factor on each of embedding, residual stream and attention, and a divisor of the logits. */
final class GraniteFamily implements Family {

    @Override
    public String modelType() {
        return "granite";
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        JsonFile file = config.file();
        return new LlamaFamily()
                .describe(config)
                .with(new Multipliers(
                        file.number("embedding_multiplier", 1),
                        file.number("residual_multiplier", 1),
                        file.number("attention_multiplier", 1),
                        1 / file.number("logits_scaling", 1)));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.empty();
    }
}
