package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import org.reason4j.installer.PluginInstaller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins remove}: takes out what {@code plugins install} put in. */
@Command(name = "remove", description = "Removes a plugin that 'plugins install' installed.")
final class PluginsRemoveCommand implements Runnable {

    @Parameters(paramLabel = "NAME", description = "The plugin's id, its artifact, or GROUP:ARTIFACT.")
    private String plugin;

    @Mixin
    private TargetOptions target;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (PluginInstaller installer = target.open(out)) {
            installer.remove(plugin);
        }
        out.flush();
    }
}
