package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.Kind;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.PluginDescriptor;
import org.reason4j.core.host.plugin.jar.PluginUnit;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;
import org.reason4j.core.host.plugin.jar.StoredJar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins list}: every plugin that was found, loaded or not. It succeeds whatever is wrong with them. */
@Command(name = "list", description = "Lists the plugins that were found, and why those that were not loaded were not.")
final class PluginsListCommand implements Runnable {

    static final String LOADED = "loaded";
    static final String REFUSED = "refused";

    private static final String NONE = "-";

    @Mixin
    private PluginOptions plugins;

    @Option(
            names = {"-v", "--verbose"},
            description = "Add what each plugin offers, with presets in parentheses, its jars, licence and home page.")
    private boolean verbose;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (PluginRegistry registry = plugins.load()) {
            if (json) {
                Json.print(ListingJson.of(registry), out);
            } else {
                print(registry, out);
            }
        }
        out.flush();
        plugins.tellChanges();
    }

    private void print(PluginRegistry registry, PrintWriter out) {
        Columns table = new Columns();
        table.add("id", "version", "requires-api", "state", "source");
        for (InstalledPlugin plugin : registry.plugins()) {
            table.add(
                    plugin.origin().id(),
                    plugin.origin().version(),
                    attribute(plugin, descriptor -> Optional.of(descriptor.requiresApi())),
                    plugin.unit().isPresent() ? LOADED : "built in",
                    source(plugin));
        }
        for (RefusedPlugin plugin : registry.refused()) {
            table.add(
                    plugin.id().orElse(NONE),
                    plugin.version().orElse(NONE),
                    NONE,
                    REFUSED,
                    plugin.path().toString());
        }
        out.print(table);
        if (verbose) {
            registry.plugins().forEach(plugin -> details(plugin, registry, out));
        }
        notLoaded(registry, out);
    }

    private static void notLoaded(PluginRegistry registry, PrintWriter out) {
        if (!registry.refused().isEmpty()) {
            out.println();
            out.println("Not loaded:");
            registry.refused().forEach(plugin -> out.println("- " + plugin.message()));
        }
        if (!registry.passedOver().isEmpty()) {
            out.println();
            out.println("Not looked into:");
            registry.passedOver().forEach(file -> out.println("- " + file.path() + ": " + file.reason()));
        }
    }

    private static void details(InstalledPlugin plugin, PluginRegistry registry, PrintWriter out) {
        out.println();
        out.println(plugin.origin().id() + " " + plugin.origin().version());
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
        plugin.unit().ifPresent(unit -> facts(unit, columns));
        out.print(columns);
    }

    private static void facts(PluginUnit unit, Columns columns) {
        PluginDescriptor descriptor = unit.descriptor();
        descriptor.description().ifPresent(text -> columns.add("  description", text));
        descriptor.license().ifPresent(text -> columns.add("  licence", text));
        descriptor.url().ifPresent(text -> columns.add("  home page", text));
        descriptor.builtWithApi().ifPresent(version -> columns.add("  built with", "reason4j-api " + version));
        for (StoredJar jar : unit.jars()) {
            columns.add("  jar", jar.name() + ", SHA-256 " + jar.sha256());
        }
    }

    private static String source(InstalledPlugin plugin) {
        return plugin.unit()
                .map(unit -> unit.path().toString())
                .orElse(plugin.origin().location());
    }

    private static String attribute(InstalledPlugin plugin, Function<PluginDescriptor, Optional<?>> attribute) {
        return plugin.unit()
                .map(PluginUnit::descriptor)
                .<Object>flatMap(attribute::apply)
                .map(Object::toString)
                .orElse(NONE);
    }

    private static String inParentheses(List<String> presets) {
        return presets.isEmpty() ? "" : " (" + String.join(", ", presets) + ")";
    }

    /** Names of a component's presets. */
    static List<String> presets(PluginRegistry registry, Kind<?> kind, InstalledPlugin plugin, String name) {
        String fullName = plugin.origin().id() + "/" + name;
        return registry.find(kind, fullName, kind.toString()).presets().keySet().stream()
                .sorted()
                .toList();
    }
}
