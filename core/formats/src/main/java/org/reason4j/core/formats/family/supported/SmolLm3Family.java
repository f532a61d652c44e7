package org.reason4j.core.formats.family.supported;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.Rotation;

/** SmolLM3: a Llama in which one layer of four has no rotation. */
final class SmolLm3Family implements Family {

    @Override
    public String modelType() {
        return "smollm3";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withKeyHeadsRequired().withTheta(2_000_000).withTiedEmbeddings();
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        int interval = config.file().positive("no_rope_layer_interval", 4);
        List<Boolean> rotated = config.flags("no_rope_layers") // 1 for a layer with a rotation
                .orElseGet(() -> IntStream.range(0, config.sizes().layers())
                        .mapToObj(layer -> (layer + 1) % interval != 0)
                        .toList());
        Architecture llama = new LlamaFamily().describe(config);
        Rotation rotation = llama.rotation();
        List<Integer> tables = rotated.subList(0, config.sizes().layers()).stream()
                .map(turns -> turns ? 0 : Rotation.NONE)
                .toList();
        int window = config.file().flag("use_sliding_window", false) ? config.window(0) : 0;
        return llama.with(rotation.with(rotation.tables(), tables))
                .withWindows(config.windows(window, layer -> !rotated.get(layer)));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("SmolLM3");
    }
}
