package org.reason4j.core.trainer.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reason4j.core.formats.file.Sha256;

/** Identity of a model directory: SHA-256 over names and hashes of its weights, configuration, tokenizer and template. */
public final class ModelHash {

    private ModelHash() {}

    public static String of(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Callable<String>> tasks = entries.filter(file ->
                            file.getFileName().toString().matches("[^.].*\\.(safetensors|json|jinja|txt|model)"))
                    .sorted()
                    .map(file -> (Callable<String>) () -> file.getFileName() + " " + Sha256.of(file))
                    .toList();
            return Sha256.of(String.join("\n", FileTasks.all(tasks)));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the model in " + directory, e);
        }
    }
}
