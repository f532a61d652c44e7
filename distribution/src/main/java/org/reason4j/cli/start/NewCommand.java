package org.reason4j.cli.start;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.cli.editor.SchemaFile;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.config.tree.NearMiss;
import org.reason4j.core.host.plugin.PluginRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j new}: a recipe to begin with. */
@Command(
        name = "new",
        description =
                "Writes a recipe for a task, with what a model that follows instructions needs: system message, reward, form of"
                        + " the answer and length. Its head says how to get model and data. Editors find the schema of recipes"
                        + " beside it.")
public final class NewCommand implements Runnable {

    @Parameters(paramLabel = "TASK", description = "gsm8k, math, countdown, json, sql, tools or judge.")
    private String task = "";

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "The model to train, a Hugging Face directory. Default: the one that the recipe says how to get.")
    private @Nullable String model;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write; a file that is there is not replaced. Default: TASK.yaml.")
    private @Nullable Path output;

    @Mixin
    private PluginOptions plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        String chosen = task.toLowerCase(Locale.ROOT);
        check(
                RecipeTemplates.TASKS.contains(chosen),
                "There is no recipe for '%s'.%s Tasks are %s; examples/ has further recipes.",
                task,
                NearMiss.of(chosen, RecipeTemplates.TASKS)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse(""),
                String.join(", ", RecipeTemplates.TASKS));
        Path file = output == null ? Path.of(chosen + ".yaml") : output;
        check(
                !Files.exists(file),
                "'%s' is there already, and is not replaced. Name another file with --output.",
                file);
        String recipe = RecipeTemplates.recipe(chosen, Optional.ofNullable(model));
        DurableFiles.createDirectoriesAbove(file);
        try (PluginRegistry registry = plugins.open()) {
            DurableFiles.write(file, SchemaFile.beside(file, recipe, registry));
        }
        tell(file, RecipeTemplates.commands(recipe));
    }

    private void tell(Path file, List<String> commands) {
        PrintWriter out = spec.commandLine().getOut();
        List<String> needed =
                commands.stream().skip(model == null ? 0 : 1).toList(); // the first one downloads the model
        if (needed.isEmpty()) {
            out.println("Wrote " + file + ". Look at two steps, and train:");
        } else {
            out.println("Wrote " + file + ". It needs what its head names, in directories beside it:");
            needed.forEach(command -> out.println("  " + command));
            out.println("Then look at two steps, and train:");
        }
        String named = ShellWords.of(List.of(file.toString()));
        out.println("  reason4j try " + named);
        out.println("  reason4j train " + named);
        out.flush();
    }
}
