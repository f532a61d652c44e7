package org.reason4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.core.BuiltIns;
import org.reason4j.core.plugin.PluginLoader;
import org.reason4j.core.plugin.PluginRegistry;
import picocli.CommandLine.Option;

/** Where plugins are found. */
final class PluginOptions {

    @Option(
            names = "--plugin-dir",
            paramLabel = "DIR",
            description = "A further directory with plugin jars; repeatable.")
    private List<Path> directories = new ArrayList<>();

    /** Loads the product's own plugins and those of further directories. */
    PluginRegistry registry() {
        List<Path> all = new ArrayList<>();
        String home = System.getProperty("reason4j.home");
        if (home != null && Files.isDirectory(Path.of(home, "plugins"))) {
            all.add(Path.of(home, "plugins"));
        }
        all.addAll(directories);
        return new PluginLoader(PluginOptions.class.getClassLoader(), List.of(new BuiltIns())).load(all);
    }
}
