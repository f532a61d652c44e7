package org.reason4j.core.huggingface;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;

/** Files that survive a power cut, and what to say when they can't be read or written. */
final class DurableFiles {

    private DurableFiles() {}

    /** Writes a text and forces it to the disk. */
    static void write(Path file, String text) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Copies a file and forces the copy to the disk. */
    static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
            try (FileChannel channel = FileChannel.open(to, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new ConfigException("Cannot copy " + from + " to " + to + ": " + reason(e), e);
        }
    }

    /** Gives a finished file or directory its final name, in one step that survives a power cut. */
    static void publish(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(directoryOf(to));
        } catch (IOException e) {
            throw cannotWrite(to, e);
        }
    }

    /** Forces the names in a directory to the disk; Windows does so by itself and can't be asked. */
    static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
    }

    /** Deletes a directory and all below it. */
    static void deleteTree(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new ConfigException("Cannot delete " + directory + ": " + reason(e), e);
        }
    }

    static ConfigException cannotRead(Path file, IOException e) {
        return new ConfigException("Cannot read " + file + ": " + reason(e), e);
    }

    static ConfigException cannotWrite(Path file, IOException e) {
        return new ConfigException(
                "Cannot write " + file + ": " + reason(e)
                        + ". Free some space, or choose a directory that you may write to.",
                e);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
