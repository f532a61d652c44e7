package org.reason4j.core.formats.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.MappedFile;
import org.reason4j.core.formats.file.ModelFiles;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * One GGUF file, the format of llama.cpp. Opening reads and checks metadata and places; a tensor's bytes are mapped and
 * turned into fp32 when it is asked for, and the file stays closed in between. Safe for use by many threads.
 */
public final class Gguf {

    private final Path file;
    private final GgufHeader header;

    private Gguf(Path file, GgufHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Reads the beginning of a file.
     *
     * @throws ConfigException if the file can't be read, is cut off, or contradicts itself
     */
    public static Gguf open(Path file) {
        return MappedFile.read(file, channel -> {
            long size = channel.size();
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, Integer.MAX_VALUE));
            return new Gguf(file, GgufHeader.read(file, bytes.order(ByteOrder.LITTLE_ENDIAN), size));
        });
    }

    Path file() {
        return file;
    }

    GgufMetadata metadata() {
        return header.metadata();
    }

    /** The tensors, in the order of the file. */
    public List<TensorSpec> tensors() {
        return header.tensors().values().stream().map(GgufHeader.Entry::spec).toList();
    }

    /** Counts the tensors of each number format. */
    public Map<String, Integer> formats() {
        Map<String, Integer> counts = new TreeMap<>();
        header.tensors().values().forEach(entry -> counts.merge(GgmlType.describe(entry.type()), 1, Integer::sum));
        return counts;
    }

    TensorSpec tensor(String name) {
        return entry(name).spec();
    }

    boolean contains(String name) {
        return header.tensors().containsKey(name);
    }

    /** A tensor in fp32; see {@link #readAsFloat32(String, long, long)}. */
    public ByteBuffer readAsFloat32(String name) {
        return readAsFloat32(name, 0, tensor(name).rows());
    }

    /**
     * Some rows (entries of the first dimension) of a tensor in fp32, as a direct little-endian buffer from position 0.
     *
     * @throws ConfigException if there is no such tensor, or its number format is not supported
     */
    public ByteBuffer readAsFloat32(String name, long firstRow, long rows) {
        GgufHeader.Entry entry = entry(name);
        GgmlType type = entry.known(file.toString());
        long all = entry.spec().rows();
        entry.spec().requireRows(firstRow, rows);
        long perRow = entry.spec().elements() / all;
        if (rows * perRow > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException(
                    rows + " rows of tensor " + entry.spec() + " take more than 2 GiB; ask for fewer");
        }
        ByteBuffer wide =
                ByteBuffer.allocateDirect((int) (rows * perRow) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (entry.spec().shape().length > 1) {
            long stride = type.bytes(perRow);
            ByteBuffer stored = MappedFile.slice(file, entry.start() + firstRow * stride, rows * stride);
            unpack(type, stored, wide.asFloatBuffer(), (int) perRow);
        } else { // the only row of a vector is the vector: its blocks span what are rows of one element here
            FloatBuffer whole = FloatBuffer.allocate((int) all);
            unpack(type, MappedFile.slice(file, entry.start(), type.bytes(all)), whole, (int) all);
            wide.asFloatBuffer().put(whole.position((int) firstRow).limit((int) (firstRow + rows)));
        }
        return wide;
    }

    private static void unpack(GgmlType type, ByteBuffer stored, FloatBuffer wide, int perRow) {
        byte[] row = new byte[(int) type.bytes(perRow)];
        float[] numbers = new float[perRow];
        while (stored.hasRemaining()) {
            stored.get(row);
            type.unpack(row, numbers, perRow);
            wide.put(numbers);
        }
    }

    private GgufHeader.Entry entry(String name) {
        GgufHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw ModelFiles.noTensor(file, name, header.tensors().keySet());
        }
        return entry;
    }
}
