package org.reason4j.core.host.plugin.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;

/**
 * Looks for plugins in directories. A plugin is a jar, or a folder with one jar that has a descriptor and with libraries as further
 * jars, in the folder or in its {@code lib/}.
 *
 * <p>No class is loaded. Every entry of a directory becomes a unit, a refusal with all its reasons, or is passed over with one.
 */
public final class PluginDirectories {

    /** File of a plugin directory that says what was installed there; it is no plugin. */
    public static final String LOCK_FILE = "plugins.lock.json";

    /** File of a plugin directory by which one installation keeps others out; it is no plugin either. */
    public static final String IN_USE = ".plugins.lock";

    /**
     * Result of a search.
     *
     * @param units plugins that may be loaded, in the order of directories and names
     * @param refused what was meant to be a plugin and can't be loaded
     * @param passedOver what does not look like a plugin
     */
    public record Found(List<PluginUnit> units, List<RefusedPlugin> refused, List<PassedOver> passedOver) {}

    private final JarCache cache;
    private final SemanticVersion api;
    private final List<PluginUnit> units = new ArrayList<>();
    private final List<RefusedPlugin> refused = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();

    private PluginDirectories(JarCache cache, SemanticVersion api) {
        this.cache = cache;
        this.api = api;
    }

    /**
     * Searches directories; one that is named twice is searched once.
     *
     * @param cache takes the copies of jars, which are opened in place of the jars
     * @param api version of the API that runs
     * @throws ConfigException if a directory does not exist or can't be read
     */
    public static Found search(List<Path> directories, JarCache cache, SemanticVersion api) {
        PluginDirectories search = new PluginDirectories(cache, api);
        directories.stream().map(PluginDirectories::real).distinct().forEach(search::directory);
        search.refuseTwins();
        return new Found(search.units, search.refused, search.passedOver);
    }

    /** Checks one jar or folder as if it lay in a plugin directory; its name may begin with a dot. */
    public static Found searchOne(Path jarOrFolder, JarCache cache, SemanticVersion api) {
        ConfigException.check(
                Files.exists(jarOrFolder), "'%s' does not exist. Name a jar or a folder with jars.", jarOrFolder);
        PluginDirectories search = new PluginDirectories(cache, api);
        search.entry(jarOrFolder);
        return new Found(search.units, search.refused, search.passedOver);
    }

    private static Path real(Path directory) {
        ConfigException.check(
                Files.isDirectory(directory),
                "The plugin directory '%s' does not exist. Create it or name another one.",
                directory);
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static ConfigException unreadable(Path directory, IOException e) {
        return new ConfigException(
                "The plugin directory '" + directory + "' can't be read: " + e.getMessage()
                        + ". Check its permissions.",
                e);
    }

    private void directory(Path directory) {
        try {
            for (Path path : list(directory)) {
                if (path.endsWith(LOCK_FILE) || path.endsWith(IN_USE)) {
                    continue;
                }
                if (path.getFileName().toString().startsWith(".")) {
                    passOver(path, "Its name begins with a dot.");
                } else {
                    entry(path);
                }
            }
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(Comparator.comparing(Path::toString)).toList();
        }
    }

    private void entry(Path path) {
        String name = String.valueOf(path.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        if (Files.isDirectory(path)) {
            folder(path);
        } else if (lower.endsWith(".jar")) {
            jar(path);
        } else if (lower.endsWith(".zip")) {
            refuse(
                    path,
                    "It is an archive, not a jar. Unpack it: the folder in it, with the plugin's jar, belongs here.");
        } else if (lower.endsWith(".class") || lower.endsWith(".java")) {
            refuse(
                    path,
                    "It is a single " + (lower.endsWith(".java") ? "source file" : "class")
                            + ", not a jar. Build a jar with a descriptor.");
        } else {
            passOver(path, "It is neither a jar nor a folder.");
        }
    }

    private void jar(Path path) {
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            refuse(path, "It is a link to a file that does not exist. Correct or remove it.");
            return;
        }
        check(path, List.of(path));
    }

    private void folder(Path path) {
        try {
            List<Path> jars = new ArrayList<>(jars(path));
            Path lib = path.resolve("lib");
            if (Files.isDirectory(lib)) {
                jars.addAll(jars(lib));
            }
            if (!jars.isEmpty()) {
                check(path, jars);
                return;
            }
            boolean deeper;
            try (Stream<Path> below = Files.walk(path, 4)) {
                deeper = below.anyMatch(PluginDirectories::isJar);
            }
            boolean files = !list(path).isEmpty();
            if (deeper) {
                refuse(
                        path,
                        "It has no jar of its own; there are jars in its folders. Move the folder with the plugin's"
                                + " jar up.");
            } else if (files) {
                refuse(path, "It has no jar. Put the plugin's jar into it, or remove it.");
            } else {
                passOver(path, "It is empty.");
            }
        } catch (IOException e) {
            refuse(path, "It can't be read (" + e.getMessage() + "). Check its permissions.");
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        return list(folder).stream().filter(PluginDirectories::isJar).toList();
    }

    private static boolean isJar(Path path) {
        String name = String.valueOf(path.getFileName());
        return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".jar") && !Files.isDirectory(path);
    }

    private void check(Path path, List<Path> jars) {
        List<JarContent> contents = new ArrayList<>();
        for (Path jar : jars) {
            try {
                contents.add(JarInspection.of(cache.store(jar)));
            } catch (IOException e) {
                refuse(
                        path,
                        (jar.equals(path) ? "It" : jar.getFileName()) + " can't be read (" + e
                                + "). Check its permissions, copy it again or remove it.");
                return;
            }
        }
        UnitChecks.Verdict verdict = UnitChecks.check(path, contents, api);
        verdict.unit().ifPresent(units::add);
        verdict.refused().ifPresent(refused::add);
    }

    private void refuse(Path path, String reason) {
        refused.add(new RefusedPlugin(path, Optional.empty(), Optional.empty(), List.of(reason)));
    }

    private void passOver(Path path, String reason) {
        passedOver.add(new PassedOver(path, reason));
    }

    /** Of plugins with one id none is loaded: which was meant can't be known. */
    private void refuseTwins() {
        Map<String, List<PluginUnit>> byId = units.stream()
                .collect(
                        Collectors.groupingBy(unit -> unit.descriptor().id(), LinkedHashMap::new, Collectors.toList()));
        byId.values().stream().filter(same -> same.size() > 1).forEach(same -> {
            String places = same.stream()
                    .map(unit -> "version " + unit.descriptor().version() + " in " + unit.path())
                    .collect(Collectors.joining(" and "));
            same.forEach(unit -> {
                units.remove(unit);
                refused.add(new RefusedPlugin(
                        unit.path(),
                        Optional.of(unit.descriptor().id()),
                        Optional.of(unit.descriptor().version().toString()),
                        List.of("The plugin " + unit.descriptor().id() + " is installed " + same.size() + " times: "
                                + places + ". None of them is loaded. Keep one.")));
            });
        });
    }
}
