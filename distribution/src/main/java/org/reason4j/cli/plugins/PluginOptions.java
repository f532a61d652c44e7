package org.reason4j.cli.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.cli.console.ExitWatch;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.BuiltIns;
import picocli.CommandLine.Option;

/** Where plugins come from, for every command that needs them: use it as a {@code @Mixin}. */
public final class PluginOptions {

    /** The directory that was unpacked; set by the launcher. */
    private static final String HOME = "reason4j.home";

    @Option(
            names = "--plugin-dir",
            paramLabel = "DIR",
            description =
                    "Load the jars of this directory, too, besides those in plugins/. May be given several times.")
    private List<Path> further = new ArrayList<>();

    /** Loads core's own components, the plugins of the class path, and those of all plugin directories. */
    public PluginRegistry open() {
        PluginRegistry registry =
                new PluginLoader(PluginOptions.class.getClassLoader(), List.of(new BuiltIns())).load(directories());
        ExitWatch.plugins(registry::jarOf);
        return registry;
    }

    /** {@code plugins/} of the product, where this is one and has it, then the directories that were named; each once. */
    public List<Path> directories() {
        List<Path> all = new ArrayList<>();
        Optional.ofNullable(System.getProperty(HOME))
                .map(home -> Path.of(home, "plugins"))
                .filter(Files::isDirectory)
                .ifPresent(all::add);
        all.addAll(further);
        return all.stream()
                .map(directory -> directory.toAbsolutePath().normalize())
                .distinct()
                .toList();
    }
}
