package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.reason4j.reward.code.sandbox.Sandboxes;

/** The files of one program, which its sandbox shows at {@code /box}. */
record JobDirectory(Path path) implements AutoCloseable {

    static JobDirectory create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, "box-");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new JobDirectory(path);
    }

    void write(String name, String text) throws IOException {
        Path file = path.resolve(name);
        Path folder = Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Override
    public void close() {
        Sandboxes.delete(path);
    }
}
