package org.reason4j.core.formats.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows at its end, by this process alone. One that was moved, removed, replaced, cut or written to by others
 * meanwhile is neither written to nor created again. Not safe for use by several threads.
 */
public final class AppendedFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final FileIdentity identity;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long size;
    private boolean failed;

    /**
     * Opens a file, or creates an empty one in a directory that exists.
     *
     * @throws java.io.UncheckedIOException that names the file, as all methods do
     */
    public AppendedFile(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            try {
                identity = FileIdentity.of(file);
                size = channel.size();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(file, e);
        }
    }

    /** Adds to what the next {@link #flush} writes. */
    public void append(byte[] bytes) {
        pending.writeBytes(bytes);
    }

    /** Hands everything to the operating system and, with {@code force}, to the disk. */
    public void flush(boolean force) {
        try {
            identity.requireSame(size);
            ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
            pending.reset();
            while (bytes.hasRemaining()) {
                size += channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        } catch (IOException e) {
            failed = true; // a half-written line stays the last one
            throw DurableFiles.cannotWrite(file, e);
        }
    }

    /** Writes what is missing, unless writing failed before, and closes the file. */
    @Override
    public void close() {
        try (channel) {
            if (!failed && channel.isOpen()) {
                flush(false);
            }
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(file, e);
        }
    }
}
