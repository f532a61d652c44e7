package org.reason4j.core.formats.file;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.apache.lucene.tests.mockfile.FilterPath;

/**
 * A disk on which one call that changes something fails, and from then on, if it is full, every call that needs space. Calls
 * that create, open for writing, write, force, lock, move or delete are counted; reading always works. Nothing is really forced
 * to the disk, because no power is cut.
 */
public final class FaultyDisk extends FilterFileSystemProvider {

    /** Why a call fails. */
    public enum Fault {
        /** One call fails. */
        BROKEN("Input/output error", false),
        /** The call and all later ones that need space fail; a write writes half. */
        FULL("No space left on device", true),
        /** The same, for the user alone. */
        QUOTA("Disk quota exceeded", true);

        private final String reason;
        private final boolean lasts;

        Fault(String reason, boolean lasts) {
            this.reason = reason;
            this.lasts = lasts;
        }

        public String reason() {
            return reason;
        }
    }

    private final List<String> calls = new ArrayList<>();
    private int failing = Integer.MAX_VALUE; // number of the call, from 1
    private Fault fault = Fault.BROKEN;

    /** A disk without faults, whose files are those of the default file system. */
    public FaultyDisk() {
        super("faulty", Path.of("").getFileSystem());
    }

    /** Lets a call fail, counted from now. */
    public synchronized void failAt(int call, Fault reason) {
        calls.clear();
        failing = call;
        fault = reason;
    }

    /** Works from now on, and counts from the beginning. */
    public synchronized void heal() {
        failAt(Integer.MAX_VALUE, Fault.BROKEN);
    }

    /** The calls that were counted, each with the name of its file. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** The place on this disk of a file of the default file system. */
    public Path path(Path file) {
        return wrapPath(file);
    }

    @Override
    public FilterPath wrapPath(Path path) {
        return new FilterPath(path, fileSystem) {
            @Override
            public File toFile() {
                throw new UnsupportedOperationException(
                        "only files of the default file system are java.io.File objects");
            }
        };
    }

    private synchronized boolean fails(String call, Object place, boolean needsSpace) {
        calls.add(call + " " + place);
        return calls.size() == failing || (calls.size() > failing && fault.lasts && needsSpace);
    }

    private void count(String call, Path file, boolean needsSpace) throws IOException {
        if (fails(call, file, needsSpace)) {
            throw new FileSystemException(file.toString(), null, fault.reason);
        }
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        count("create", directory, true);
        super.createDirectory(directory, attributes);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (!Files.exists(toDelegate(file), LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        count("delete", file, false);
        super.delete(file);
    }

    @Override
    public boolean deleteIfExists(Path file) throws IOException {
        if (!Files.exists(toDelegate(file), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        delete(file);
        return true;
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        count("move", from, false);
        super.move(from, to, options);
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        try (InputStream in = newInputStream(from);
                OutputStream out = newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(out);
        }
    }

    @Override
    public OutputStream newOutputStream(Path file, OpenOption... options) throws IOException {
        Set<OpenOption> all = options.length > 0
                ? Set.of(options)
                : Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        Set<OpenOption> writing = new HashSet<>(all);
        writing.add(StandardOpenOption.WRITE);
        return Channels.newOutputStream(newFileChannel(file, writing));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(file, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND)) {
            count("open", file, true);
        }
        return new Channel(file, super.newFileChannel(file, options, attributes));
    }

    /** An open file, or an open directory whose names are forced to the disk. */
    private final class Channel extends FilterFileChannel {

        private final Path file;

        Channel(Path file, FileChannel delegate) {
            super(delegate);
            this.file = file;
        }

        /** A write that fails has written half, as one to a disk that fills up. */
        @Override
        public int write(ByteBuffer source) throws IOException {
            if (!fails("write", file, true)) {
                return super.write(source);
            }
            ByteBuffer half = source.duplicate();
            half.limit(half.position() + half.remaining() / 2);
            while (half.hasRemaining()) {
                super.write(half);
            }
            throw new IOException(fault.reason);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (fails("force", file, true)) {
                throw new IOException(fault.reason);
            }
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (fails("truncate", file, false)) {
                throw new IOException(fault.reason);
            }
            return super.truncate(size);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            if (fails("lock", file, false)) {
                throw new IOException(fault.reason);
            }
            return super.tryLock(position, size, shared);
        }
    }
}
