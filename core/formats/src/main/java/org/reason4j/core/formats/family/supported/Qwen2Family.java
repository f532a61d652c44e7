package org.reason4j.core.formats.family.supported;

import java.util.List;
import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;

/** Qwen2 and Qwen2.5: biases on query, key and value; sliding windows on some layers where they are switched on. */
final class Qwen2Family implements Family {

    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withKeyHeadsRequired();
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        return Architecture.standard(config)
                .with(LayerLayout.STANDARD.withBiases(true, false))
                .withWindows(windows(config));
    }

    /** The layers from {@code max_window_layers} on slide, unless {@code layer_types} says which. */
    static List<Integer> windows(FamilyConfig config) {
        int first = windowLayers(config);
        return config.windows(window(config), layer -> layer >= first);
    }

    /** The size of windows; 0 unless they are switched on. */
    static int window(FamilyConfig config) {
        return config.file().flag("use_sliding_window", false) ? config.window(4096) : 0;
    }

    /** The value of {@code max_window_layers}. */
    static int windowLayers(FamilyConfig config) {
        return config.file().root().path("max_window_layers").asInt(28);
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Qwen2");
    }
}
