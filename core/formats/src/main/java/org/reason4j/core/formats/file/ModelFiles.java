package org.reason4j.core.formats.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import org.reason4j.api.plugin.ConfigException;

/** What to say about files of a model that can't be read or lack something. */
public final class ModelFiles {

    private ModelFiles() {}

    public static ConfigException cannotRead(Path file, IOException e) {
        return new ConfigException("Cannot read " + file + ": " + reason(e), e);
    }

    /** What to say about a tensor that a file does not have. */
    public static ConfigException noTensor(Path file, String name, Collection<String> names) {
        return new ConfigException(file + " has no tensor '" + name + "'; it has " + FieldNames.quoted(names));
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
