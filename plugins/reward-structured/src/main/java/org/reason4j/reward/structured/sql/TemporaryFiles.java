package org.reason4j.reward.structured.sql;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that SQLite sorts and gathers in. They have no name in a directory any more, but on Linux the process shows what
 * it has open; elsewhere they are not seen, and time alone bounds them.
 */
final class TemporaryFiles {

    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String PREFIX = "etilqs_";

    private TemporaryFiles() {}

    /** Size of all that are open in this process. */
    static long bytes() {
        if (!Files.isDirectory(OPEN)) {
            return 0;
        }
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(OPEN)) {
            for (Path file : files) {
                bytes += bytes(file);
            }
        } catch (IOException e) {
            return bytes; // those that were seen
        }
        return bytes;
    }

    private static long bytes(Path file) {
        try {
            Path target = Files.readSymbolicLink(file).getFileName();
            return target != null && target.toString().startsWith(PREFIX) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // closed meanwhile
        }
    }
}
