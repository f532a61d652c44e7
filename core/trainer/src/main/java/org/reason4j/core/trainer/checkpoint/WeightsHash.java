package org.reason4j.core.trainer.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.reason4j.core.formats.file.Sha256;

/** SHA-256 over the weights files of a model directory, in order of their names. */
public final class WeightsHash {

    private WeightsHash() {}

    public static String of(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            MessageDigest digest = Sha256.digest();
            for (Path file : files) {
                Sha256.add(digest, file);
            }
            return Sha256.hex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the weights in " + directory, e);
        }
    }
}
