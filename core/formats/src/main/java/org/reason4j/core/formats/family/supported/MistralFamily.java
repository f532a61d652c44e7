package org.reason4j.core.formats.family.supported;

import java.util.Collections;
import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;

/** Mistral: a Llama whose layers have one sliding window, 4096 tokens unless {@code sliding_window} is null or another. */
final class MistralFamily implements Family {

    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withKeyHeadsRequired();
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        int window = config.window(4096);
        return Architecture.standard(config)
                .withWindows(Collections.nCopies(config.sizes().layers(), window));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Mistral");
    }
}
