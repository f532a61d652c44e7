package org.reason4j.core.formats.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Small GGUF files for tests. */
final class GgufFiles {

    private GgufFiles() {}

    /** The smallest metadata that has every kind of value. */
    static Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", "llama");
        metadata.put("count", 7);
        metadata.put("epsilon", 1e-5f);
        metadata.put("tied", true);
        metadata.put("words", List.of("a", "b\u00e9"));
        metadata.put("numbers", List.of(1, -2));
        metadata.put("scores", List.of(0.5f, -1f));
        return metadata;
    }

    /** A file with fp32 tensors whose numbers count up from 0. */
    static byte[] bytes(Map<String, Object> metadata, TensorSpec... tensors) {
        List<GgufWriter.Stored> stored = List.of(tensors).stream()
                .map(tensor -> new GgufWriter.Stored(tensor, GgmlType.F32))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            GgufWriter writer = new GgufWriter(out);
            writer.begin(metadata, stored);
            for (TensorSpec tensor : tensors) {
                float[] numbers = new float[(int) tensor.elements()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = i;
                }
                writer.write(GgmlType.F32.pack(tensor.name(), numbers));
                writer.align();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
