package org.reason4j.core.formats.huggingface;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.file.StagedDirectory;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;

/**
 * Writes an adapter directory that PEFT can open. It appears under its name, complete and on the disk, when
 * {@link #commit} returns; without it, {@link #close} leaves nothing behind. Not safe for use by several threads.
 */
public final class LoraAdapterWriter implements AutoCloseable {

    private final StagedDirectory directory;
    private final SafetensorsWriter weights;

    /**
     * Starts a directory.
     *
     * @param config becomes {@code adapter_config.json}, with the names that the model has for the target modules
     * @param model the model that the adapters are on
     * @param target where the directory will be; absent or empty, in a directory that exists
     * @param dtype number format of the weights
     */
    public LoraAdapterWriter(LoraConfig config, ModelConfig model, Path target, Dtype dtype) {
        directory = StagedDirectory.atFreePlace(target);
        try {
            DurableFiles.write(
                    directory.path().resolve(LoraConfig.FILE),
                    JsonFile.pretty(config.on(model).json()));
            weights = new SafetensorsWriter(directory.path().resolve(LoraAdapter.FILE), dtype, config.tensors(model));
        } catch (RuntimeException e) {
            directory.closeAfter(e);
            throw e;
        }
    }

    /** Writes the next tensor of {@link LoraConfig#tensors}; see {@link SafetensorsWriter#write}. */
    public void write(String name, ByteBuffer fp32) {
        weights.write(name, fp32);
    }

    /** Ends the directory: forces it to the disk and gives it its name. */
    public void commit() {
        weights.commit();
        directory.publish();
    }

    /** Forgets the directory unless it was committed. */
    @Override
    public void close() {
        try (directory) {
            weights.close();
        }
    }
}
