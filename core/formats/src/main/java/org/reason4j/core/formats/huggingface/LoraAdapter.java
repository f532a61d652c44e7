package org.reason4j.core.formats.huggingface;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.TensorFit;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * An adapter directory in PEFT's layout: {@code adapter_config.json} and {@code adapter_model.safetensors}. Opening reads
 * no data. Safe for use by many threads.
 */
public final class LoraAdapter {

    static final String FILE = "adapter_model.safetensors";

    private final LoraConfig config;
    private final Safetensors weights;

    private LoraAdapter(LoraConfig config, Safetensors weights) {
        this.config = config;
        this.weights = weights;
    }

    /** Opens a directory that holds exactly the adapters that its configuration puts on a model. */
    public static LoraAdapter open(Path directory, ModelConfig model) {
        LoraConfig config = LoraConfig.read(directory);
        Path file = directory.resolve(FILE);
        Safetensors weights = Safetensors.open(file);
        List<TensorSpec> expected = config.tensors(model);
        TensorFit.require(
                "The adapters in " + file + " don't fit " + model.source() + " with "
                        + directory.resolve(LoraConfig.FILE),
                expected,
                weights.tensors());
        return new LoraAdapter(config, weights);
    }

    /** Rank, scale and target modules. */
    public LoraConfig config() {
        return config;
    }

    /** A tensor of {@link LoraConfig#tensors} in fp32; see {@link Safetensors#readAsFloat32(String)}. */
    public ByteBuffer readAsFloat32(String name) {
        return weights.readAsFloat32(name);
    }
}
