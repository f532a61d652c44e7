package org.reason4j.cli.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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

    private static final String FILE = "reason4j.schema.json";
    private static final String COMMENT = "# yaml-language-server: $schema=";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RECIPE.yaml",
            description = "A recipe: writes " + FILE + " beside it, and names that in the recipe's first line."
                    + " Without one, the schema is printed.")
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
        ObjectNode schema;
        try (PluginRegistry registry = plugins.open()) {
            schema = RecipeSchema.of(registry);
        }
        PrintWriter out = spec.commandLine().getOut();
        Path file = output != null
                ? output
                : named != null ? DurableFiles.directoryOf(named).resolve(FILE) : null;
        if (file == null) {
            Json.print(schema, out);
        } else {
            DurableFiles.write(file, schema + "\n");
            out.println("Schema: " + file.toAbsolutePath());
        }
        if (named != null && file != null) {
            out.println(name(named, file) ? "Named in the first line of " + named : named + " names a schema already");
        }
        out.flush();
    }

    /** Puts the comment that editors read above a recipe, unless it has one. */
    private static boolean name(Path recipe, Path schema) {
        try {
            String text = Files.readString(recipe);
            if (text.lines().anyMatch(line -> line.startsWith(COMMENT))) {
                return false;
            }
            Path from = DurableFiles.directoryOf(recipe).toAbsolutePath().normalize();
            String place = from.relativize(schema.toAbsolutePath().normalize())
                    .toString()
                    .replace('\\', '/');
            DurableFiles.write(recipe, COMMENT + place + "\n" + text);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + recipe, e);
        }
    }
}
