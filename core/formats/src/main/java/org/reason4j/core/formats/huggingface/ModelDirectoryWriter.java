package org.reason4j.core.formats.huggingface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.file.StagedDirectory;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Writes a model directory that other tools can open. It appears under its name, complete and on the disk, when
 * {@link #commit} returns; without it, {@link #close} leaves nothing behind. Not safe for use by several threads.
 *
 * <pre>{@code
 * try (ModelDirectoryWriter writer = new ModelDirectoryWriter(config, source, target, Dtype.BF16, 5L << 30)) {
 *     for (TensorSpec tensor : config.tensors()) {
 *         writer.write(tensor.name(), fp32(tensor));
 *     }
 *     writer.commit();
 * }
 * }</pre>
 */
public final class ModelDirectoryWriter implements AutoCloseable {

    private static final List<String> COPIED = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "chat_template.jinja",
            "chat_template.json",
            "vocab.json",
            "vocab.txt",
            "merges.txt",
            "tokenizer.model");

    /** Size of files that weights are split into. */
    public static final long BYTES_PER_SHARD = 5L << 30;

    private static final long ELEMENTS_PER_PIECE = 1L << 22;

    private final StagedDirectory directory;
    private final ModelWeightsWriter weights;

    /**
     * Starts a directory.
     *
     * @param config becomes {@code config.json} with its unknown keys kept and the number format updated
     * @param source where tokenizer, chat template and generation settings are copied from
     * @param target where the directory will be; absent or empty, in a directory that exists
     * @param dtype number format of the weights
     * @param maxShardBytes how large a weights file may become before another is started
     */
    public ModelDirectoryWriter(ModelConfig config, Path source, Path target, Dtype dtype, long maxShardBytes) {
        this(config, config.tensors(), source, target, dtype, maxShardBytes);
    }

    /**
     * Starts a directory with other tensors than the configuration has by itself.
     *
     * @param tensors in the order in which they are written
     */
    public ModelDirectoryWriter(
            ModelConfig config, List<TensorSpec> tensors, Path source, Path target, Dtype dtype, long maxShardBytes) {
        directory = StagedDirectory.atFreePlace(target);
        try {
            DurableFiles.write(directory.path().resolve("config.json"), JsonFile.pretty(config.json(dtype)));
            COPIED.stream()
                    .filter(name -> Files.exists(source.resolve(name)))
                    .forEach(name -> copy(source.resolve(name), directory.path().resolve(name)));
            weights = new ModelWeightsWriter(directory.path(), dtype, tensors, maxShardBytes);
        } catch (RuntimeException e) {
            directory.closeAfter(e);
            throw e;
        }
    }

    private static void copy(Path from, Path to) {
        try {
            DurableFiles.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't copy " + from + " to " + to, e);
        }
    }

    /**
     * Writes the next tensor of {@link ModelConfig#tensors()}, or the next piece of it.
     *
     * @param name whose turn it is
     * @param fp32 little-endian numbers from position to limit; the buffer is left as it was
     */
    public void write(String name, ByteBuffer fp32) {
        weights.write(name, fp32);
    }

    /** Rows of tensors, little-endian fp32. */
    interface Rows {
        ByteBuffer read(TensorSpec tensor, long first, long count);
    }

    /** Writes all tensors of a model, in pieces that fit in memory. */
    void writeAll(ModelConfig config, Rows source) {
        for (TensorSpec tensor : config.tensors()) {
            for (TensorSpec.Piece piece : tensor.pieces(ELEMENTS_PER_PIECE * tensor.rows() / tensor.elements())) {
                write(tensor.name(), source.read(tensor, piece.first(), piece.count()));
            }
        }
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
