package org.reason4j.cli.editor;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.console.Json;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.documentation.RecipeSchema;
import org.reason4j.core.host.plugin.PluginRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j schema}: what editors need to complete and check recipes. */
@Command(
        name = "schema",
        description =
                "Writes a JSON Schema of recipes, with the settings and documentation of everything that is installed.")
public final class SchemaCommand implements Runnable {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RECIPE.yaml",
            description = "A recipe: writes " + SchemaFile.NAME
                    + " beside it, and names that in the recipe's first line." + " Without one, the schema is printed.")
    private @Nullable Path recipe;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write the schema instead.")
    private @Nullable Path output;

    @Mixin
    private PluginOptions plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Path named = recipe;
        ConfigException.check(
                named == null || Files.isRegularFile(named), "There is no recipe %s.", String.valueOf(named));
        Path file = output != null
                ? output
                : named != null ? DurableFiles.directoryOf(named).resolve(SchemaFile.NAME) : null;
        PrintWriter out = spec.commandLine().getOut();
        try (PluginRegistry registry = plugins.open()) {
            if (file == null) {
                Json.print(RecipeSchema.of(registry), out);
            } else {
                SchemaFile.write(file, registry);
                out.println("Schema: " + file.toAbsolutePath());
            }
        }
        if (named != null && file != null) {
            out.println(
                    SchemaFile.name(named, file)
                            ? "Named in the first line of " + named
                            : named + " names a schema already");
        }
        out.flush();
    }
}
