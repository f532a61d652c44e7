package org.reason4j.environment.mcp.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A temporary directory of one process, which no other user can read and which ends with the process. */
record OwnDirectory(Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(OwnDirectory.class);

    static OwnDirectory create() throws IOException {
        return new OwnDirectory(Files.createTempDirectory("reason4j-mcp-"));
    }

    /** Deletes it with all that is in it; links are deleted and not followed. */
    void delete() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) { // deleted meanwhile
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("The directory {} of an MCP server can't be deleted; delete it yourself", path, e);
        }
    }
}
