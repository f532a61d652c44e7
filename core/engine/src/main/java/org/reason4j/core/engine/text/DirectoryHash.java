package org.reason4j.core.engine.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.Sha256;

/** SHA-256 over names and contents of a model directory's own files: weights, configuration, tokenizer and template. */
final class DirectoryHash {

    private DirectoryHash() {}

    static String of(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(file -> Files.isRegularFile(file))
                    .filter(file -> file.getFileName().toString().matches(".*\\.(safetensors|json|jinja)"))
                    .sorted()
                    .toList();
            MessageDigest digest = Sha256.digest();
            for (Path file : files) {
                digest.update((file.getFileName() + " " + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                Sha256.add(digest, file);
            }
            return Sha256.hex(digest);
        } catch (IOException e) {
            throw new ConfigException("Cannot read the files of " + directory + ": " + e.getMessage(), e);
        }
    }
}
