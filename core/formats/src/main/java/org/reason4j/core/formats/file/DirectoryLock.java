package org.reason4j.core.formats.file;

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

/**
 * Gives a directory to one user at a time: a lock of the operating system on a file in it, which says whose it is. It is free
 * as soon as its process has ended, however that came; the file stays, because deleting it could take the lock from another
 * one.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final long PLACE = Long.MAX_VALUE - 1; // behind the text, which Windows would lock, too
    private static final int LONGEST_OWNER = 500;

    /**
     * Owners in this process by lock file. Within one process a second channel must not even be opened: on POSIX systems,
     * closing any channel to a file frees all locks that the process has on it.
     */
    private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

    private final Path directory;
    private final Words words;
    private final Path key;
    private final Path file;
    private final FileChannel channel;
    private final FileIdentity identity;

    /**
     * Words of the messages.
     *
     * @param user who has the directory, such as {@code another run}
     * @param whenInUse what to do about that: a sentence
     * @param withoutLocks what to do where the file system has no locks: the end of a sentence
     */
    public record Words(String user, String whenInUse, String withoutLocks) {}

    private DirectoryLock(Path directory, Path key, Path file, Words words) throws IOException {
        this.directory = directory;
        this.key = key;
        this.file = file;
        this.words = words;
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
     * @param name of the file that is locked
     * @throws ConfigException if another user has it
     * @throws UncheckedIOException if its file system has no locks
     */
    public static DirectoryLock of(Path directory, String name, Words words) throws IOException {
        Path key = directory.toRealPath().resolve(name);
        String owner = HELD_HERE.putIfAbsent(key, owner());
        if (owner != null) {
            throw inUse(directory, owner, words);
        }
        try {
            return new DirectoryLock(directory, key, directory.resolve(name), words);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(key);
            throw e;
        }
    }

    private void lock() throws IOException {
        if (tryLock() == null) {
            throw inUse(directory, writtenOwner(), words);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((owner() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private @Nullable FileLock tryLock() {
        try {
            return channel.tryLock(PLACE, 1, false);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't lock " + file + ", " + words.withoutLocks(), e);
        }
    }

    private String writtenOwner() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_OWNER);
        channel.read(text, 0);
        String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        return owner.isEmpty() ? "a process that has just started" : owner;
    }

    private static ConfigException inUse(Path directory, String owner, Words words) {
        return new ConfigException(
                directory.toAbsolutePath() + " is in use by " + words.user() + ": " + owner + ". " + words.whenInUse());
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
     * @throws IOException that says what is there instead
     */
    public void requireHeld() throws IOException {
        identity.requireSame();
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
