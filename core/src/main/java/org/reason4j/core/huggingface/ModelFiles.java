package org.reason4j.core.huggingface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.file.DurableFiles;

/** The files of a model: {@link DurableFiles}, and what to say when they can't be read or written. */
final class ModelFiles {

    private ModelFiles() {}

    static void write(Path file, String text) {
        try {
            DurableFiles.write(file, text);
        } catch (UncheckedIOException e) {
            throw cannotWrite(file, Objects.requireNonNull(e.getCause(), "it always has one"));
        }
    }

    static void copy(Path from, Path to) {
        try {
            DurableFiles.copy(from, to);
        } catch (IOException e) {
            throw new ConfigException("Cannot copy " + from + " to " + to + ": " + reason(e), e);
        }
    }

    static void publish(Path from, Path to) {
        try {
            DurableFiles.publish(from, to);
        } catch (IOException e) {
            throw cannotWrite(to, e);
        }
    }

    static void deleteTree(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
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
