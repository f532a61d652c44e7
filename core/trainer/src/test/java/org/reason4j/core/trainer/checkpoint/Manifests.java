package org.reason4j.core.trainer.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Manifests that agree with whatever files there are. */
public final class Manifests {

    private Manifests() {}

    public static void renew(Path checkpoint, int step) {
        try {
            Files.deleteIfExists(checkpoint.resolve(Manifest.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Manifest.write(checkpoint, step);
    }
}
