package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import java.util.Optional;
import org.reason4j.cli.console.Json;
import org.reason4j.core.host.documentation.ComponentDescriptions;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.ComponentNeeds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins describe}: what a component does, its settings and its presets, what it needs, how it is used. */
@Command(
        name = "describe",
        description =
                "Describes what a name stands for: a component with its settings, a plugin, or a part of a recipe.")
final class PluginsDescribeCommand implements Runnable {

    @Parameters(
            paramLabel = "NAME",
            description =
                    "A component such as 'grpo', 'PLUGIN/COMPONENT', a plugin, or a name for 'extends' in recipes.")
    private String name;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only the component of this kind, such as reward or credit-shaper.")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private PluginOptions plugins;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (PluginRegistry registry = plugins.open()) {
            Named named = Named.of(registry, name, kind);
            ComponentDescriptions descriptions = new ComponentDescriptions(registry);
            if (json) {
                DescriptionJson answer = new DescriptionJson(registry, descriptions);
                for (Offer offer : named.components()) {
                    answer.component(descriptions.of(offer), ComponentNeeds.of(registry, offer));
                }
                named.plugins().forEach(answer::plugin);
                named.recipes().forEach(plugin -> answer.recipe(name, plugin));
                Json.print(answer.root(), out);
            } else {
                print(named, registry, new DescriptionText(out, registry, descriptions), descriptions);
            }
        }
        out.flush();
    }

    private void print(Named named, PluginRegistry registry, DescriptionText text, ComponentDescriptions descriptions) {
        for (Offer offer : named.components()) {
            text.component(descriptions.of(offer), ComponentNeeds.of(registry, offer));
        }
        for (InstalledPlugin plugin : named.plugins()) {
            text.plugin(plugin);
        }
        for (InstalledPlugin plugin : named.recipes()) {
            text.recipe(name, plugin);
        }
    }
}
