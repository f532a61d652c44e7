package org.reason4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.cli.plugins.PluginOptions;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.config.ResolvedRecipe;
import org.reason4j.core.host.plugin.PluginRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j config explain}: every value of a recipe and where it came from. */
@Command(name = "explain", description = "Prints every value of a recipe and where it came from.")
final class ConfigExplainCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "RECIPE.yaml", description = "The recipe.")
    private Path recipe;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "key=value",
            description = "Overrides, such as training.steps=10.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private PluginOptions plugins;

    @Option(names = "--json", description = "Print JSON; each value is a text as YAML writes it.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<ResolvedRecipe.Setting> settings;
        try (PluginRegistry registry = plugins.open()) {
            settings = RecipeReader.read(recipe, System.getenv(), overrides, registry)
                    .settings();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = Json.object();
            ArrayNode list = root.putArray("settings");
            settings.forEach(setting -> list.addObject()
                    .put("path", setting.path())
                    .put("value", setting.value())
                    .put("origin", setting.origin()));
            Json.print(root, out);
        } else {
            Columns columns = new Columns();
            settings.forEach(setting -> columns.add(setting.path(), setting.value(), setting.origin()));
            out.print(columns);
        }
        out.flush();
    }
}
