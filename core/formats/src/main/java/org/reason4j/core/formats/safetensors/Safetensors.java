package org.reason4j.core.formats.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.MappedFile;
import org.reason4j.core.formats.file.ModelFiles;

/**
 * The tensors of one safetensors file. Opening reads and checks the header; data is mapped when it is asked for, and the
 * file stays closed in between. Safe for use by many threads.
 */
public final class Safetensors {

    private static final int CHUNK = 1 << 14;

    private final Path file;
    private final SafetensorsHeader header;

    private Safetensors(Path file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Reads the header of a file.
     *
     * @throws ConfigException if the file can't be read, is cut off, or its header contradicts itself
     */
    public static Safetensors open(Path file) {
        return MappedFile.read(file, channel -> new Safetensors(file, SafetensorsHeader.read(file, channel)));
    }

    /** The tensors, in the order of the file. */
    public List<TensorSpec> tensors() {
        return header.tensors().values().stream()
                .map(SafetensorsHeader.Entry::spec)
                .toList();
    }

    /** True if the file has a tensor of that name. */
    public boolean contains(String name) {
        return header.tensors().containsKey(name);
    }

    /** The shape of a tensor. */
    public TensorSpec tensor(String name) {
        return entry(name).spec();
    }

    /** The number format of a tensor. */
    public Dtype dtype(String name) {
        String dtype = entry(name).dtype();
        return Dtype.named(dtype)
                .orElseThrow(() -> new ConfigException(
                        file + ": tensor '" + name + "' is " + dtype + ", expected F32, F16 or BF16"));
    }

    /**
     * A tensor in fp32, as a direct little-endian buffer from position 0. An F32 tensor is not copied: its buffer is a
     * read-only view of the file, so native code must not write to it.
     */
    public ByteBuffer readAsFloat32(String name) {
        return readAsFloat32(name, 0, tensor(name).rows());
    }

    /** Some rows (entries of the first dimension) of a tensor in fp32, for tensors of 2 GiB and more. */
    public ByteBuffer readAsFloat32(String name, long firstRow, long rows) {
        SafetensorsHeader.Entry entry = entry(name);
        Dtype dtype = dtype(name);
        long all = entry.spec().rows();
        entry.spec().requireRows(firstRow, rows);
        long rowElements = all == 0 ? 0 : entry.spec().elements() / all;
        long count = rows * rowElements;
        if (count > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException(
                    "Tensor '" + name + "' " + TensorSpec.describe(entry.spec().shape()) + " takes "
                            + count * Float.BYTES + " bytes in fp32; ask for fewer rows, a buffer ends at 2 GiB");
        }
        long start = header.dataStart() + entry.start() + firstRow * rowElements * dtype.bytes();
        ByteBuffer stored = MappedFile.slice(file, start, count * dtype.bytes());
        return dtype == Dtype.F32 ? stored : widen(dtype, stored.asShortBuffer());
    }

    private static ByteBuffer widen(Dtype dtype, ShortBuffer stored) {
        ByteBuffer wide =
                ByteBuffer.allocateDirect(stored.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        IntBuffer target = wide.asIntBuffer();
        short[] from = new short[CHUNK];
        int[] to = new int[CHUNK];
        while (stored.hasRemaining()) {
            int count = Math.min(CHUNK, stored.remaining());
            stored.get(from, 0, count);
            dtype.widen(from, to, count);
            target.put(to, 0, count);
        }
        return wide;
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw ModelFiles.noTensor(file, name, header.tensors().keySet());
        }
        return entry;
    }
}
