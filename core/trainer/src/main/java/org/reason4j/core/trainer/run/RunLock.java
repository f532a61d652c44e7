package org.reason4j.core.trainer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.FileIdentity;

/**
 * Keeps two runs out of one directory: a lock of the operating system on {@code run.lock}, which says whose it is. It is free
 * as soon as its process has ended, however that came; the file stays, because deleting it could take the lock from another
 * run.
 */
final class RunLock implements AutoCloseable {

    private static final long PLACE = Long.MAX_VALUE - 1; // behind the text, which Windows would lock, too
    private static final int LONGEST_OWNER = 500;

    /**
     * Owners in this process by directory. Within one process a second channel must not even be opened: on POSIX systems,
     * closing any channel to a file frees all locks that the process has on it.
     */
    private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

    private final Path directory;
    private final Path key;
    private final Path file;
    private final FileChannel channel;
    private final FileIdentity identity;

    private RunLock(Path directory, Path key) throws IOException {
        this.directory = directory;
        this.key = key;
        file = directory.resolve("run.lock");
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock();
            identity = FileIdentity.of(file);
        } catch (IOException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    /**
     * Takes a directory that exists.
     *
     * @throws ConfigException if another run has it
     * @throws UncheckedIOException if its file system has no locks
     */
    static RunLock of(Path directory) throws IOException {
        Path key = directory.toRealPath();
        String owner = HELD_HERE.putIfAbsent(key, owner());
        if (owner != null) {
            throw inUse(directory, owner);
        }
        try {
            return new RunLock(directory, key);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(key);
            throw e;
        }
    }

    private void lock() throws IOException {
        if (tryLock() == null) {
            throw inUse(directory, writtenOwner());
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((owner() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable FileLock tryLock() {
        try {
            return channel.tryLock(PLACE, 1, false);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Can't lock " + file + ", which keeps two runs out of one directory; choose an --output on a file"
                            + " system that has locks",
                    e);
        }
    }

    private String writtenOwner() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_OWNER);
        channel.read(text, 0);
        String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return owner.isEmpty() ? "a process that has just started" : owner;
    }

    private static ConfigException inUse(Path directory, String owner) {
        return new ConfigException(directory.toAbsolutePath() + " is in use by another run: " + owner
                + ". Wait until it has ended, stop it, or choose another --output.");
    }

    private static String owner() {
        return "process " + ProcessHandle.current().pid() + " on " + host() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) { // a machine without a name still trains
            return "this machine";
        }
    }

    /**
     * Checks that the directory still is the one that was taken.
     *
     * @throws UncheckedIOException that says what is there instead
     */
    void requireHeld() {
        try {
            identity.requireSame();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The run has lost its directory " + directory.toAbsolutePath()
                            + "; --resume goes on from the newest checkpoint where that directory is now",
                    e);
        }
    }

    private void closeAfter(Exception failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Gives the directory free. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(file, e);
        } finally {
            HELD_HERE.remove(key);
        }
    }
}
