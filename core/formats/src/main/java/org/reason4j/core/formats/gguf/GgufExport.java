package org.reason4j.core.formats.gguf;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Makes a GGUF file of a Hugging Face directory. */
public final class GgufExport {

    /** Number formats of an exported file's matrices. Norms and biases are fp32 in each. */
    public enum Type {
        /** IEEE 754 binary16. */
        F16(GgmlType.F16, 1),
        /** 8 bits with a scale for 32 numbers; a matrix whose rows don't divide so is fp16. */
        Q8_0(GgmlType.Q8_0, 7);

        private final GgmlType stored;
        private final int fileType;

        Type(GgmlType stored, int fileType) {
            this.stored = stored;
            this.fileType = fileType;
        }
    }

    private static final long ELEMENTS_PER_PIECE = 1L << 20;

    private final Path directory;
    private final ModelConfig config;
    private final GgufFamily family;
    private final Type type;

    private GgufExport(Path directory, Type type) {
        this.directory = directory;
        this.type = type;
        this.config = ModelConfig.read(directory);
        this.family = GgufFamily.ofModelType(config.modelType())
                .orElseThrow(() -> new ConfigException(config.source() + ": a model of type '" + config.modelType()
                        + "' can't be written as GGUF; expected one of " + GgufFamily.allModelTypes()));
        check(
                !config.architecture().hasWindows(),
                "%s: a model with sliding windows can't be written as GGUF; expected layers that see all tokens",
                config.source());
    }

    /**
     * Reads a directory and writes a file, tensor by tensor.
     *
     * @param file that doesn't exist, in a directory that does
     * @return the model
     * @throws ConfigException if the directory holds what can't be written
     */
    public static ModelConfig run(Path directory, Path file, Type type) {
        check(!Files.exists(file), "%s exists already. Choose another file, or delete it.", file);
        GgufExport export = new GgufExport(directory, type);
        ModelWeights weights = ModelWeights.open(directory, export.config);
        Map<String, Object> metadata = export.metadata();
        DurableFiles.write(file, out -> export.write(new GgufWriter(out), metadata, weights));
        return export.config;
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        String prefix = family.architecture() + ".";
        metadata.put("general.architecture", family.architecture());
        metadata.put("general.type", "model");
        metadata.put(
                "general.name",
                String.valueOf(directory.toAbsolutePath().normalize().getFileName()));
        metadata.put(prefix + "block_count", config.layers());
        metadata.put(prefix + "context_length", config.maxPositions());
        metadata.put(prefix + "embedding_length", config.hiddenSize());
        metadata.put(prefix + "feed_forward_length", config.intermediateSize());
        metadata.put(prefix + "attention.head_count", config.heads());
        metadata.put(prefix + "attention.head_count_kv", config.keyValueHeads());
        metadata.put(prefix + "attention.key_length", config.headSize());
        metadata.put(prefix + "attention.value_length", config.headSize());
        metadata.put(prefix + "attention.layer_norm_rms_epsilon", (float) config.normEpsilon());
        metadata.put(prefix + "vocab_size", config.vocabularySize());
        GgufRope.write(config, prefix + "rope.", metadata);
        metadata.put("general.file_type", type.fileType);
        metadata.put("general.quantization_version", 2);
        new GgufTokenizer(directory, config).addTo(metadata);
        return metadata;
    }

    private void write(GgufWriter writer, Map<String, Object> metadata, ModelWeights weights) throws IOException {
        float[] divisors = GgufRope.divisors(config);
        List<GgufWriter.Stored> stored = new ArrayList<>();
        for (TensorSpec tensor : config.tensors()) {
            stored.add(
                    new GgufWriter.Stored(new TensorSpec(GgufNames.of(tensor.name()), tensor.shape()), stored(tensor)));
        }
        if (divisors.length > 0) {
            stored.add(
                    new GgufWriter.Stored(new TensorSpec(GgufNames.ROPE_FREQUENCIES, divisors.length), GgmlType.F32));
        }
        writer.begin(metadata, stored);
        for (TensorSpec tensor : config.tensors()) {
            copy(weights, tensor, writer);
            writer.align();
        }
        writer.write(GgmlType.F32.pack(GgufNames.ROPE_FREQUENCIES, divisors));
        writer.align();
    }

    private GgmlType stored(TensorSpec tensor) {
        if (tensor.shape().length == 1) {
            return GgmlType.F32;
        }
        return tensor.shape()[1] % type.stored.blockElements() == 0 ? type.stored : GgmlType.F16;
    }

    private void copy(ModelWeights weights, TensorSpec tensor, GgufWriter writer) throws IOException {
        boolean turned = family.turnsNeighbours(tensor.name());
        long rowsPerPiece = turned ? config.headSize() : ELEMENTS_PER_PIECE * tensor.rows() / tensor.elements();
        for (TensorSpec.Piece piece : tensor.pieces(rowsPerPiece)) {
            ByteBuffer rows = weights.readAsFloat32(tensor.name(), piece.first(), piece.count());
            ByteBuffer ordered = turned ? HeadOrder.toNeighbours(rows, config.headSize()) : rows;
            float[] numbers = new float[ordered.remaining() / Float.BYTES];
            ordered.asFloatBuffer().get(numbers);
            writer.write(stored(tensor).pack(tensor.name(), numbers));
        }
    }
}
