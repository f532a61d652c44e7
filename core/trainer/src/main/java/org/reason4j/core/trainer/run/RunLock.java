package org.reason4j.core.trainer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.reason4j.core.formats.file.DirectoryLock;

/** Keeps two runs out of one directory, by a lock on {@code run.lock}. */
final class RunLock implements AutoCloseable {

    private static final DirectoryLock.Words WORDS = new DirectoryLock.Words(
            "another run",
            "Wait until it has ended, stop it, or choose another --output.",
            "which keeps two runs out of one directory; choose an --output on a file system that has locks");

    private final Path directory;
    private final DirectoryLock lock;

    private RunLock(Path directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes a directory that exists.
     *
     * @throws org.reason4j.api.plugin.ConfigException if another run has it
     * @throws UncheckedIOException if its file system has no locks
     */
    static RunLock of(Path directory) throws IOException {
        return new RunLock(directory, DirectoryLock.of(directory, "run.lock", WORDS));
    }

    /**
     * Checks that the directory still is the one that was taken.
     *
     * @throws UncheckedIOException that says what is there instead
     */
    void requireHeld() {
        try {
            lock.requireHeld();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The run has lost its directory " + directory.toAbsolutePath()
                            + "; --resume goes on from the newest checkpoint where that directory is now",
                    e);
        }
    }

    /** Gives the directory free. */
    @Override
    public void close() {
        lock.close();
    }
}
