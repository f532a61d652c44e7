package org.reason4j.core.formats.family.supported;

import java.util.Optional;
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Experts;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.FamilyConfig;
import org.reason4j.core.formats.family.FamilyDefaults;
import org.reason4j.core.formats.family.LayerLayout;

/**
 * Qwen1.5-MoE and Qwen2-MoE: experts beside a shared network; windows, where they are switched on, on every second of the first
 * {@code max_window_layers} layers unless {@code layer_types} says which; otherwise as {@link Qwen2Family}.
 */
final class Qwen2MoeFamily implements Family {

    @Override
    public String modelType() {
        return "qwen2_moe";
    }

    @Override
    public FamilyDefaults defaults() {
        return FamilyDefaults.LLAMA.withKeyHeadsRequired();
    }

    @Override
    public Architecture describe(FamilyConfig config) {
        int end = Qwen2Family.windowLayers(config);
        return Architecture.standard(config)
                .with(LayerLayout.STANDARD.withBiases(config.file().flag("qkv_bias", true), false))
                .withWindows(config.windows(Qwen2Family.window(config), layer -> layer % 2 == 0 && layer < end))
                .with(Experts.read(config, Experts.defaults(60, 4, 1408, 5632)));
    }

    @Override
    public Optional<String> classifier() {
        return Optional.of("Qwen2Moe");
    }
}
