package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reason4j.cli.console.Columns;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins lock}: writes down what a recipe runs on. */
@Command(
        name = "lock",
        description = "Writes which version of reason4j and of each plugin a recipe uses, for 'train --locked'.")
final class PluginsLockCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "RECIPE.yaml", description = "The recipe.")
    private Path recipe;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Settings that override the recipe's.")
    private List<String> overrides = List.of();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write; RECIPE.lock.json beside the recipe by default.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private PluginOptions plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (PluginRegistry registry = plugins.open()) {
            Recipe read = RecipeReader.read(recipe, System.getenv(), overrides, registry)
                    .recipe();
            RecipeLock lock = RecipeLock.of(read, registry);
            Path file = output.orElseGet(() -> RecipeLock.beside(recipe));
            DurableFiles.createDirectoriesAbove(file);
            lock.write(file);
            Columns columns = new Columns();
            columns.add("reason4j", lock.reason4j());
            columns.add("reason4j-api", lock.api());
            lock.plugins()
                    .forEach(plugin -> columns.add(
                            plugin.id(), plugin.version(), plugin.coordinates().orElse("")));
            out.print(columns);
            out.println("Written to " + file.toAbsolutePath());
        }
        out.flush();
    }
}
