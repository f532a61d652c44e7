package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.ModelFiles;

/** A directory that is written beside its place and moved there when it is complete. */
final class StagedDirectory implements AutoCloseable {

    private final Path target;
    private final Path staging;

    StagedDirectory(Path target) {
        this.target = target.toAbsolutePath().normalize();
        this.staging = this.target.resolveSibling("." + this.target.getFileName() + ".partial");
        try {
            check(
                    isFree(this.target),
                    "%s exists already and is not empty. Choose another directory, or delete it.",
                    target);
            if (Files.exists(staging)) { // left by a process that was killed
                ModelFiles.deleteTree(staging);
            }
            Files.createDirectories(staging);
        } catch (IOException e) {
            throw ModelFiles.cannotWrite(target, e);
        }
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

    /** Where to write. */
    Path path() {
        return staging;
    }

    void publish() {
        try {
            DurableFiles.forceDirectory(staging);
        } catch (IOException e) {
            throw ModelFiles.cannotWrite(target, e);
        }
        ModelFiles.publish(staging, target);
    }

    /** Forgets what was written unless it was published. */
    @Override
    public void close() {
        if (Files.exists(staging)) {
            ModelFiles.deleteTree(staging);
        }
    }
}
