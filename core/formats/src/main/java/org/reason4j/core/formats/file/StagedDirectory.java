package org.reason4j.core.formats.file;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A directory that is written beside its place, as {@code .NAME.partial}, and moved there when it is complete. Remains of a
 * process that was killed are replaced.
 */
public final class StagedDirectory implements AutoCloseable {

    private final Path target;
    private final Path staging;
    private final Path replaced;

    private StagedDirectory(Path target) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        staging = this.target.resolveSibling("." + this.target.getFileName() + ".partial");
        replaced = this.target.resolveSibling("." + this.target.getFileName() + ".replaced");
        DurableFiles.deleteTree(staging);
        DurableFiles.deleteTree(replaced);
        Files.createDirectories(staging);
    }

    /**
     * Begins a directory at a place that is free, or an empty directory.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the place is taken or can't be written to
     */
    public static StagedDirectory atFreePlace(Path target) {
        try {
            check(
                    isFree(target),
                    "%s exists already and is not empty. Choose another directory, or delete it.",
                    target);
            return new StagedDirectory(target);
        } catch (IOException e) {
            throw ModelFiles.cannotWrite(target, e);
        }
    }

    /** Begins a directory that takes the place of the one there, if any; that one stays until {@link #publish}. */
    public static StagedDirectory replacing(Path target) throws IOException {
        return new StagedDirectory(target);
    }

    private static boolean isFree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        }
    }

    /** Returns the directory to write to. */
    public Path path() {
        return staging;
    }

    /**
     * Forces the directory's names to the disk and moves it to its place.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it can't be moved
     */
    public void publish() {
        try {
            DurableFiles.forceDirectory(staging);
            if (Files.exists(target)) {
                Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
            }
            DurableFiles.publish(staging, target);
            DurableFiles.deleteTree(replaced);
        } catch (IOException e) {
            throw ModelFiles.cannotWrite(target, e);
        }
    }

    /** Deletes what was written unless it was published. */
    @Override
    public void close() {
        ModelFiles.deleteTree(staging);
    }
}
