package org.reason4j.core.formats.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.reason4j.core.formats.file.DurableFiles;

/**
 * Writes one safetensors file, tensor by tensor. The file appears under its name, complete and on the disk, when
 * {@link #commit} returns; without it, {@link #close} leaves nothing behind. Not safe for use by several threads.
 */
public final class SafetensorsWriter implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final Path partial;
    private final Dtype dtype;
    private final List<TensorSpec> tensors;
    private final FileChannel channel;
    private final int[] wide = new int[CHUNK];
    private final short[] narrow = new short[CHUNK];
    private final ByteBuffer bytes =
            ByteBuffer.allocateDirect(CHUNK * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int next;
    private long missing;

    /**
     * Starts a file.
     *
     * @param file where it will be; its directory exists, an older file is replaced
     * @param dtype number format of all tensors
     * @param tensors what will be written, in this order
     */
    public SafetensorsWriter(Path file, Dtype dtype, List<TensorSpec> tensors) {
        this.file = file;
        this.partial = file.resolveSibling(file.getFileName() + ".partial");
        this.dtype = dtype;
        this.tensors = List.copyOf(tensors);
        try {
            channel = FileChannel.open(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(file, e);
        }
        try {
            writeFully(SafetensorsHeader.encode(dtype, this.tensors));
        } catch (UncheckedIOException e) {
            closeAfter(e);
            throw e;
        }
        startTensor();
    }

    private void closeAfter(UncheckedIOException failure) {
        try {
            close();
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }

    private void startTensor() {
        while (next < tensors.size() && (missing = tensors.get(next).elements()) == 0) {
            next++;
        }
    }

    /**
     * Writes the next tensor, or the next piece of it.
     *
     * @param name whose turn it is
     * @param fp32 little-endian numbers from position to limit; the buffer is left as it was
     */
    public void write(String name, ByteBuffer fp32) {
        if (complete() || !tensors.get(next).name().equals(name)) {
            throw new IllegalArgumentException("Tensor '" + name + "' was written, expected "
                    + (complete() ? "no more" : "'" + tensors.get(next).name() + "'"));
        }
        if (fp32.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException("Tensor '" + name + "' came in a big-endian buffer; set its order");
        }
        if (fp32.remaining() % Float.BYTES != 0 || fp32.remaining() / Float.BYTES > missing) {
            throw new IllegalArgumentException("Tensor " + tensors.get(next) + " got " + fp32.remaining()
                    + " bytes of fp32, but " + missing + " elements are missing");
        }
        missing -= fp32.remaining() / Float.BYTES;
        if (dtype == Dtype.F32) {
            writeFully(fp32.duplicate());
        } else {
            writeNarrow(name, fp32.asIntBuffer());
        }
        if (missing == 0) {
            next++;
            startTensor();
        }
    }

    /** True if every tensor was written. */
    public boolean complete() {
        return next == tensors.size();
    }

    private void writeNarrow(String name, IntBuffer fp32) {
        while (fp32.hasRemaining()) {
            int count = Math.min(CHUNK, fp32.remaining());
            fp32.get(wide, 0, count);
            dtype.narrow(name, wide, narrow, count);
            bytes.clear().asShortBuffer().put(narrow, 0, count);
            writeFully(bytes.limit(count * Short.BYTES));
        }
    }

    private void writeFully(ByteBuffer source) {
        int end = source.limit();
        try {
            while (source.position() < end) { // small pieces, because a heap buffer is copied to native memory at once
                source.limit(Math.min(end, source.position() + (1 << 20)));
                channel.write(source);
            }
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(file, e);
        }
    }

    /** Ends the file: forces it to the disk and gives it its name. */
    public void commit() {
        if (!complete()) {
            throw new IllegalStateException("Tensor " + tensors.get(next) + " of " + file + " was not written in full");
        }
        try {
            channel.force(true);
            channel.close();
            DurableFiles.publish(partial, file);
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(file, e);
        }
    }

    /** Forgets the file unless it was committed. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(partial, e);
        }
    }
}
