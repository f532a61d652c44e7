package org.reason4j.core.formats.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelDirectoryWriter;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorFit;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Makes a Hugging Face directory of a GGUF file. */
public final class GgufImport {

    private static final long ELEMENTS_PER_PIECE = 1L << 22;

    private GgufImport() {}

    /**
     * A model that was made of a file.
     *
     * @param config of the model
     * @param formats how many tensors the file has of each number format
     */
    public record Imported(ModelConfig config, Map<String, Integer> formats) {

        public Imported {
            formats = Map.copyOf(formats);
        }
    }

    /**
     * Reads a file and writes a directory, tensor by tensor.
     *
     * @param target where the directory will be; absent or empty, in a directory that exists
     * @param dtype number format of its weights
     * @throws org.reason4j.api.plugin.ConfigException if the file can't be read, or holds what is not supported
     */
    public static Imported run(Path file, Path target, Dtype dtype) {
        Gguf gguf = Gguf.open(file);
        GgufConfig reader = new GgufConfig(gguf);
        ModelConfig config = reader.read(dtype);
        checkTensors(gguf, config);
        Path described = temporary();
        try {
            describe(gguf, config, described);
            try (ModelDirectoryWriter writer =
                    new ModelDirectoryWriter(config, described, target, dtype, ModelDirectoryWriter.BYTES_PER_SHARD)) {
                for (TensorSpec tensor : config.tensors()) {
                    copy(gguf, tensor, reader.family().turnsNeighbours(tensor.name()) ? config.headSize() : 0, writer);
                }
                writer.commit();
            }
        } finally {
            delete(described);
        }
        return new Imported(config, gguf.formats());
    }

    private static void checkTensors(Gguf gguf, ModelConfig config) {
        List<TensorSpec> expected = config.tensors().stream()
                .map(tensor -> new TensorSpec(GgufNames.of(tensor.name()), tensor.shape()))
                .toList();
        List<TensorSpec> found = gguf.tensors().stream()
                .filter(tensor -> !tensor.name().equals(GgufNames.ROPE_FREQUENCIES))
                .toList();
        TensorFit.require("The tensors of " + gguf.file() + " don't fit its metadata", expected, found);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("reason4j-gguf");
        } catch (IOException e) {
            throw new UncheckedIOException("Can't create a temporary directory", e);
        }
    }

    private static void delete(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(directory, e);
        }
    }

    /** Writes everything but weights and configuration, and opens it as a run would. */
    private static void describe(Gguf gguf, ModelConfig config, Path directory) {
        TokenizerJson tokenizer = new TokenizerJson(gguf.metadata());
        DurableFiles.write(
                directory.resolve("tokenizer.json"), tokenizer.tokenizer().toString());
        DurableFiles.write(
                directory.resolve("tokenizer_config.json"), JsonFile.pretty(tokenizer.config(config.maxPositions())));
        DurableFiles.write(directory.resolve("generation_config.json"), JsonFile.pretty(generation(config)));
        ModelTokenizer.open(directory, config, ChatFormat.read(directory)).close();
    }

    private static ObjectNode generation(ModelConfig config) {
        return config.json().retain("bos_token_id", "eos_token_id", "pad_token_id");
    }

    /** Copies a tensor in pieces; one head at a time where {@code headSize} is set, because its rows change places. */
    private static void copy(Gguf gguf, TensorSpec tensor, int headSize, ModelDirectoryWriter writer) {
        String name = GgufNames.of(tensor.name());
        long rowsPerPiece = headSize > 0 ? headSize : ELEMENTS_PER_PIECE * tensor.rows() / tensor.elements();
        for (TensorSpec.Piece piece : tensor.pieces(rowsPerPiece)) {
            ByteBuffer rows = gguf.readAsFloat32(name, piece.first(), piece.count());
            writer.write(tensor.name(), headSize > 0 ? HeadOrder.toHalves(rows, headSize) : rows);
        }
    }
}
