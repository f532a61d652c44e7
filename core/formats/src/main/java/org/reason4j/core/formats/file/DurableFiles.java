package org.reason4j.core.formats.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes, moves and deletes such that a reader finds the old content or the new one as a whole, also after a power cut. */
public final class DurableFiles {

    /** Writes content to a stream. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    private DurableFiles() {}

    /**
     * Replaces a file by a text, in a directory that exists.
     *
     * @throws UncheckedIOException that names the file; its cause says why
     */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Replaces a file, in a directory that exists: writes beside it as {@code .NAME.new}, forces that to the disk and renames
     * it. Where that fails, the old content stays and nothing is left beside it.
     *
     * @throws UncheckedIOException that names the file; its cause says why
     */
    public static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        Path beside = target.resolveSibling("." + target.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside); // of a process that was killed
            try {
                fill(beside, content);
                publish(beside, target);
            } catch (IOException | RuntimeException e) {
                discard(beside, e);
                throw e;
            }
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    private static void fill(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            BufferedOutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private static void discard(Path file, Exception failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** What to throw where a file or a directory can't be written. */
    public static UncheckedIOException cannotWrite(Path file, IOException reason) {
        return new UncheckedIOException("Can't write " + file, withReason(reason));
    }

    /** What to throw where a file or a directory can't be deleted. */
    public static UncheckedIOException cannotDelete(Path file, IOException reason) {
        return new UncheckedIOException("Can't delete " + file, withReason(reason));
    }

    /** The same where it says its reason; the JDK's exceptions for common ones have it in their class alone. */
    private static IOException withReason(IOException failure) {
        if (!(failure instanceof FileSystemException one) || one.getReason() != null) {
            return failure;
        }
        String reason = failure instanceof AccessDeniedException
                ? "permission denied"
                : failure instanceof NoSuchFileException
                        ? "no such file or directory"
                        : failure.getClass().getSimpleName();
        FileSystemException told = new FileSystemException(one.getFile(), one.getOtherFile(), reason);
        told.initCause(failure);
        return told;
    }

    /**
     * Creates a directory where there is none; the one above it exists.
     *
     * @throws UncheckedIOException that names the directory; its cause says why
     */
    public static Path createDirectory(Path directory) {
        try {
            return Files.isDirectory(directory) ? directory : Files.createDirectory(directory);
        } catch (IOException e) {
            throw cannotWrite(directory, e);
        }
    }

    /**
     * Creates the directories above a file that don't exist.
     *
     * @throws UncheckedIOException that names the directory; its cause says why
     */
    public static void createDirectoriesAbove(Path file) {
        Path parent = directoryOf(file);
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw cannotWrite(parent, e);
        }
    }

    /** Copies a file to a place where there is none, and forces the copy to the disk. */
    public static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        force(to);
    }

    /** Gives a finished file or directory its final name, in one step. */
    public static void publish(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(directoryOf(to));
    }

    /** Forces the names in a directory to the disk; Windows does so by itself and can't be asked. */
    public static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            force(directory);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The directory that a file is in. */
    public static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
    }

    /** Deletes a directory and all below it, where it exists. A symbolic link is deleted, what it leads to is not. */
    public static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) { // of a directory that can't be listed
            throw Objects.requireNonNull(e.getCause(), "it always has one");
        }
    }
}
