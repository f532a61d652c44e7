package org.reason4j.core.host.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Recipes for tests. */
final class RecipeFiles {

    /** The shortest recipe without problems; ten lines. */
    static final String MINIMAL = """
            model:
              path: policy
            data:
              train: {name: jsonl, config: {path: train.jsonl}}
              evaluation: {name: jsonl, config: {path: test.jsonl}}
            rewards:
              - name: math
              - name: format
            training:
              steps: 5
            """;

    private final Path directory;

    RecipeFiles(Path directory) {
        this.directory = directory;
    }

    Path write(String text) {
        try {
            return Files.writeString(directory.resolve("recipe.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ResolvedRecipe resolve(String text, Map<String, String> environment, String... arguments) {
        return RecipeReader.read(write(text), environment, List.of(arguments));
    }

    Recipe read(String text, String... arguments) {
        return resolve(text, Map.of(), arguments).recipe();
    }

    static String origin(ResolvedRecipe resolved, String path) {
        return resolved.explain(path).get(0).origin();
    }
}
