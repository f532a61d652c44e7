package org.reason4j.cli.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.PluginRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins list}: every plugin, its jar, and the names that recipes can use because of it. */
@Command(name = "list", description = "Lists plugins and what they offer, with presets in parentheses.")
final class PluginsListCommand implements Runnable {

    @Mixin
    private PluginOptions plugins;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (PluginRegistry registry = plugins.open()) {
            if (json) {
                ObjectNode root = Json.object();
                ArrayNode list = root.putArray("plugins");
                registry.plugins().forEach(plugin -> describe(plugin, registry, list.addObject()));
                Json.print(root, out);
            } else {
                registry.plugins().forEach(plugin -> print(plugin, registry, out));
            }
        }
        out.flush();
    }

    private static void print(InstalledPlugin plugin, PluginRegistry registry, PrintWriter out) {
        out.println(plugin.origin().title() + " " + plugin.origin().version() + " ("
                + plugin.origin().jar() + ")");
        Columns columns = new Columns();
        plugin.components()
                .forEach((kind, names) -> columns.add(
                        "  " + kind,
                        names.stream()
                                .map(name -> name + inParentheses(presets(registry, kind, plugin, name)))
                                .collect(Collectors.joining(", "))));
        if (!plugin.recipes().isEmpty()) {
            columns.add("  recipe", String.join(", ", plugin.recipes()));
        }
        out.print(columns);
    }

    private static String inParentheses(List<String> presets) {
        return presets.isEmpty() ? "" : " (" + String.join(", ", presets) + ")";
    }

    private static void describe(InstalledPlugin plugin, PluginRegistry registry, ObjectNode target) {
        target.put("id", plugin.origin().id())
                .put("title", plugin.origin().title())
                .put("version", plugin.origin().version())
                .put("jar", plugin.origin().jar())
                .put("location", plugin.origin().location())
                .put("class", plugin.type());
        plugin.origin().sha256().ifPresent(digest -> target.put("sha256", digest));
        ObjectNode components = target.putObject("components");
        plugin.components().forEach((kind, names) -> {
            ArrayNode list = components.putArray(kind.toString());
            for (String name : names) {
                ArrayNode presets = list.addObject().put("name", name).putArray("presets");
                presets(registry, kind, plugin, name).forEach(presets::add);
            }
        });
        ArrayNode recipes = target.putArray("recipes");
        plugin.recipes().forEach(recipes::add);
    }

    private static List<String> presets(PluginRegistry registry, Kind<?> kind, InstalledPlugin plugin, String name) {
        String fullName = plugin.origin().id() + "/" + name;
        return registry.find(kind, fullName, kind.toString()).presets().keySet().stream()
                .sorted()
                .toList();
    }
}
