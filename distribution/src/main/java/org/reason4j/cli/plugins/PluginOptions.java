package org.reason4j.cli.plugins;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.console.ExitWatch;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.JarCache;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;
import org.reason4j.core.host.plugin.lock.PluginsLock;
import org.reason4j.core.trainer.components.BuiltIns;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where plugins come from, for every command that needs them: use it as a {@code @Mixin}. */
public final class PluginOptions {

    /** The directory that was unpacked; set by the launcher. */
    private static final String HOME = "reason4j.home";

    /** Environment variable that names the user's plugin directory. */
    public static final String PLUGINS = "REASON4J_PLUGINS";

    /** Environment variable that names the directory of jars' copies. */
    static final String CACHE = "REASON4J_CACHE";

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--plugin-dir",
            paramLabel = "DIR",
            description =
                    "Load the plugins of this directory, too, besides those in plugins/ and ~/.reason4j/plugins. May"
                            + " be given several times.")
    private List<Path> further = new ArrayList<>();

    /**
     * Loads core's own components and the plugins of all plugin directories. Plugins that can't be loaded are told once, on standard
     * error, and left out.
     */
    public PluginRegistry open() {
        PluginRegistry registry = load();
        report(registry.refused(), command.commandLine().getErr());
        return registry;
    }

    /** Does what {@link #open} does without telling anything: for commands that show what could not be loaded themselves. */
    public PluginRegistry load() {
        PluginLoader loader =
                new PluginLoader(PluginOptions.class.getClassLoader(), List.of(new BuiltIns()), cache(System.getenv()));
        PluginRegistry registry = loader.load(directories());
        ExitWatch.plugins(registry::jarOf);
        return registry;
    }

    /** Tells, on standard error, which plugins are not as {@code plugins install} put them there. */
    void tellChanges() {
        PrintWriter err = command.commandLine().getErr();
        for (Path directory : directories()) {
            try {
                PluginsLock lock = PluginsLock.of(directory);
                for (PluginsLock.Unit unit : lock.units()) {
                    List<String> changes = lock.changes(unit);
                    if (!changes.isEmpty()) {
                        err.println("Warning: " + directory.resolve(unit.folder()) + " is not as it was installed: "
                                + String.join(", ", changes) + ".");
                    }
                }
            } catch (ConfigException e) { // of the lock file alone; the plugins are shown all the same
                err.println("Warning: " + e.getMessage());
            }
        }
        err.flush();
    }

    private static void report(List<RefusedPlugin> refused, PrintWriter err) {
        if (refused.isEmpty()) {
            return;
        }
        err.println(refused.size() == 1 ? "1 plugin was not loaded:" : refused.size() + " plugins were not loaded:");
        refused.forEach(plugin -> err.println("- " + plugin.message()));
        err.println("The others work. 'reason4j plugins list' shows them all.");
        err.flush();
    }

    /**
     * {@code plugins/} of the product, where this is one and has it, then the user's directory, then the directories that were named;
     * each once.
     */
    public List<Path> directories() {
        List<Path> all = new ArrayList<>();
        product()
                .map(home -> home.resolve("plugins"))
                .filter(Files::isDirectory)
                .ifPresent(all::add);
        ofUser(System.getenv()).filter(Files::isDirectory).ifPresent(all::add);
        all.addAll(further);
        return all.stream()
                .map(directory -> directory.toAbsolutePath().normalize())
                .distinct()
                .toList();
    }

    /**
     * The user's directory of plugins, {@code ~/.reason4j/plugins} unless the environment names another; absent where there is no
     * home. It need not exist.
     *
     * @throws ConfigException if the environment names one that does not exist
     */
    public static Optional<Path> ofUser(Map<String, String> environment) {
        Optional<Path> named = directory(environment, PLUGINS);
        named.ifPresent(directory -> ConfigException.check(
                Files.isDirectory(directory),
                "The plugin directory '%s', named by the environment variable %s, does not exist. Create it or unset"
                        + " the variable.",
                directory,
                PLUGINS));
        return named.or(() -> home().map(home -> home.resolve("plugins")));
    }

    /**
     * Where the user's plugins are installed; it need not exist.
     *
     * @throws ConfigException if there is no home and the environment names no directory
     */
    static Path installations(Map<String, String> environment) {
        return directory(environment, PLUGINS)
                .or(() -> home().map(home -> home.resolve("plugins")))
                .orElseThrow(() -> new ConfigException(
                        "There is no home directory to install plugins in. Name a directory with --to, or set "
                                + PLUGINS + "."));
    }

    private static Optional<Path> directory(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /** The directory that was unpacked; empty where this is none. */
    static Optional<Path> product() {
        return Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
    }

    private static JarCache cache(Map<String, String> environment) {
        return directory(environment, CACHE)
                .or(() -> home().map(home -> home.resolve("cache").resolve("plugins")))
                .map(JarCache::in)
                .orElseGet(JarCache::temporary);
    }

    /** {@code ~/.reason4j}; absent where Java knows no home. */
    private static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("user.home"))
                .filter(text -> !text.isBlank() && !text.equals("?"))
                .map(text -> Path.of(text, ".reason4j"));
    }
}
