package org.reason4j.core.formats.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import org.reason4j.api.plugin.ConfigException;

/** The files of a model: {@link DurableFiles}, and what to say when they can't be read or written. */
public final class ModelFiles {

    private ModelFiles() {}

    public static void write(Path file, String text) {
        try {
            DurableFiles.write(file, text);
        } catch (UncheckedIOException e) {
            throw cannotWrite(file, Objects.requireNonNull(e.getCause(), "it always has one"));
        }
    }

    public static void copy(Path from, Path to) {
        try {
            DurableFiles.copy(from, to);
        } catch (IOException e) {
            throw new ConfigException("Cannot copy " + from + " to " + to + ": " + reason(e), e);
        }
    }

    public static void publish(Path from, Path to) {
        try {
            DurableFiles.publish(from, to);
        } catch (IOException e) {
            throw cannotWrite(to, e);
        }
    }

    public static void deleteTree(Path directory) {
        try {
            DurableFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new ConfigException("Cannot delete " + directory + ": " + reason(e), e);
        }
    }

    public static ConfigException cannotRead(Path file, IOException e) {
        return new ConfigException("Cannot read " + file + ": " + reason(e), e);
    }

    public static ConfigException cannotWrite(Path file, IOException e) {
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
