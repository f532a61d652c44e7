package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.installer.PluginInstaller;
import picocli.CommandLine.Option;

/** The plugin directory that a command changes: use it as a {@code @Mixin}. */
final class TargetOptions {

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "The plugin directory. Default: $REASON4J_PLUGINS, or ~/.reason4j/plugins.")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--force", description = "Replace or remove files that were changed after they were installed.")
    private boolean force;

    PluginInstaller open(PrintWriter out) {
        Path own = PluginOptions.installations(System.getenv());
        List<Path> beside = new ArrayList<>(directory.isPresent() ? List.of(own) : List.of());
        PluginOptions.product().map(home -> home.resolve("plugins")).ifPresent(beside::add);
        return PluginInstaller.in(directory.orElse(own), beside, force, out);
    }

    /** Says how to use a directory that is not looked into by default. */
    void tellUse(PrintWriter out) {
        directory.ifPresent(named -> out.println("Use it with --plugin-dir " + named + "."));
    }
}
