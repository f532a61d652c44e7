package org.reason4j.core.formats.file;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory that is written beside its place, as {@code .NAME.partial}, and moved there when it is complete. The one that
 * it takes the place of is {@code .NAME.replaced} for a moment; a process that is killed in that moment has it put back by
 * the next one. Other remains of a process that was killed are replaced.
 */
public final class StagedDirectory implements AutoCloseable {

    private static final Pattern REPLACED = Pattern.compile("\\.(.+)\\.replaced");

    private final Path target;
    private final Path staging;
    private final Path replaced;

    private StagedDirectory(Path target) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        staging = this.target.resolveSibling("." + this.target.getFileName() + ".partial");
        replaced = this.target.resolveSibling("." + this.target.getFileName() + ".replaced");
        putBack(replaced, this.target);
        DurableFiles.deleteTree(staging);
        DurableFiles.deleteTree(replaced);
        DurableFiles.createDirectory(staging);
    }

    /**
     * Gives directories their names back that a process was replacing when it was killed.
     *
     * @param names those that are ours
     */
    public static void putBackAll(Path parent, Predicate<String> names) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                Matcher name = REPLACED.matcher(entry.getFileName().toString());
                if (name.matches() && names.test(name.group(1))) {
                    putBack(entry, entry.resolveSibling(name.group(1)));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void putBack(Path replaced, Path target) throws IOException {
        if (Files.exists(replaced, LinkOption.NOFOLLOW_LINKS) && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            DurableFiles.publish(replaced, target);
        }
    }

    /**
     * Begins a directory at a place that is free, or an empty directory; the directory above it exists.
     *
     * @throws org.reason4j.api.plugin.ConfigException if the place is taken
     * @throws java.io.UncheckedIOException if it can't be written to
     */
    public static StagedDirectory atFreePlace(Path target) {
        try {
            check(
                    isFree(target),
                    "%s exists already and is not empty. Choose another directory, or delete it.",
                    target);
            return new StagedDirectory(target);
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(target, e);
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
     * Forces the directory's names to the disk and moves it to its place. Where that fails, the one there stays.
     *
     * @throws java.io.UncheckedIOException if it can't be moved
     */
    public void publish() {
        try {
            DurableFiles.forceDirectory(staging);
            if (Files.exists(target)) {
                Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                DurableFiles.publish(staging, target);
            } catch (IOException e) {
                putBackAfter(e);
                throw e;
            }
            DurableFiles.deleteTree(replaced);
        } catch (IOException e) {
            throw DurableFiles.cannotWrite(target, e);
        }
    }

    private void putBackAfter(IOException failure) {
        try {
            putBack(replaced, target);
        } catch (IOException e) { // the next process puts it back
            failure.addSuppressed(e);
        }
    }

    /** Deletes what was written unless it was published. */
    @Override
    public void close() {
        try {
            DurableFiles.deleteTree(staging);
        } catch (IOException e) {
            throw DurableFiles.cannotDelete(staging, e);
        }
    }

    /** Deletes what was written before something failed; that failure is the one to be told. */
    public void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }
}
