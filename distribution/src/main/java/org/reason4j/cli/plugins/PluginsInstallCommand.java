package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import java.util.Optional;
import org.reason4j.installer.Coordinates;
import org.reason4j.installer.PluginInstaller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins install}: a plugin of a Maven repository, or again all that a lock file lists. */
@Command(
        name = "install",
        description =
                "Installs a plugin from a Maven repository with the libraries it needs, after all checks. Without a"
                        + " name: restores what plugins.lock.json lists, with the hashes there.")
final class PluginsInstallCommand implements Runnable {

    @Parameters(
            arity = "0..1",
            paramLabel = "GROUP:ARTIFACT:VERSION",
            description = "The plugin. Without a version: says which there are.")
    private Optional<String> plugin = Optional.empty();

    @Mixin
    private TargetOptions target;

    @Mixin
    private MavenOptions maven;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Coordinates> wanted = plugin.map(Coordinates::parse);
        try (PluginInstaller installer = target.open(out)) {
            if (wanted.isPresent()) {
                installer.install(wanted.get(), maven.access());
            } else {
                installer.restore(maven.access());
            }
        }
        target.tellUse(out);
        out.flush();
    }
}
