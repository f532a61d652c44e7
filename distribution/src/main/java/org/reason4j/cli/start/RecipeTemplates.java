package org.reason4j.cli.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Recipes to begin with, one per task. */
final class RecipeTemplates {

    /** Tasks, in the order in which they are told. */
    static final List<String> TASKS = List.of("gsm8k", "math", "countdown", "json", "sql", "tools", "judge");

    private static final String MODEL = "{{model}}";
    private static final String COMMAND = "#   ";
    private static final String DOWNLOAD = " --local-dir ";

    private RecipeTemplates() {}

    /**
     * The recipe of a task.
     *
     * @param model directory of the model to train; absent for the one that the recipe says how to get
     */
    static String recipe(String task, Optional<String> model) {
        String text = resource(task);
        return text.replace(MODEL, quoted(model.orElseGet(() -> suggestedModel(text))));
    }

    /** The lines of a recipe's head that are commands to get what it needs. */
    static List<String> commands(String recipe) {
        return recipe.lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith(COMMAND) && !line.startsWith(COMMAND + "{"))
                .map(line -> line.substring(COMMAND.length()))
                .toList();
    }

    /** The directory that the first command of a recipe downloads a model to. */
    private static String suggestedModel(String recipe) {
        String download = commands(recipe).get(0);
        return download.substring(download.indexOf(DOWNLOAD) + DOWNLOAD.length());
    }

    private static String quoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String resource(String task) {
        try (InputStream in = RecipeTemplates.class.getResourceAsStream(task + ".yaml")) {
            return new String(
                    Objects.requireNonNull(in, () -> "resource of the task " + task)
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the recipe of " + task, e);
        }
    }
}
