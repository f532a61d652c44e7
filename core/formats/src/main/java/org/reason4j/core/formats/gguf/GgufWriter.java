package org.reason4j.core.formats.gguf;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Writes a GGUF file: its beginning, then the bytes of each tensor in the order of the list. */
final class GgufWriter {

    private static final int ALIGNMENT = GgufHeader.DEFAULT_ALIGNMENT;
    private static final int VERSION = 3;

    private final OutputStream out;
    private long position;

    GgufWriter(OutputStream out) {
        this.out = out;
    }

    /** A tensor of the file. */
    record Stored(TensorSpec spec, GgmlType type) {

        long bytes() {
            return type.bytes(spec.elements());
        }
    }

    /** Writes everything before the data. */
    void begin(Map<String, Object> metadata, List<Stored> tensors) throws IOException {
        write(GgufValue.int32(GgufHeader.MAGIC));
        write(GgufValue.int32(VERSION));
        write(GgufValue.int64(tensors.size()));
        write(GgufValue.int64(metadata.size()));
        for (Map.Entry<String, Object> value : metadata.entrySet()) {
            write(GgufValue.string(value.getKey()));
            write(GgufValue.encode(value.getValue()));
        }
        long start = 0;
        for (Stored tensor : tensors) {
            long[] shape = tensor.spec().shape();
            write(GgufValue.string(tensor.spec().name()));
            write(GgufValue.int32(shape.length));
            for (int i = shape.length - 1; i >= 0; i--) {
                write(GgufValue.int64(shape[i]));
            }
            write(GgufValue.int32(tensor.type().id()));
            write(GgufValue.int64(start));
            start = GgufHeader.aligned(start + tensor.bytes(), ALIGNMENT);
        }
        align();
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    /** Ends the header or a tensor. */
    void align() throws IOException {
        write(new byte[(int) (GgufHeader.aligned(position, ALIGNMENT) - position)]);
    }
}
