package org.reason4j.core.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;

/**
 * Finds plugins: core's own, those on the host's class path, and those in the jars of plugin directories.
 *
 * <p>All jars share one class loader below the host's. A jar says what it is in {@code META-INF/services},
 * the file that {@link ServiceLoader} reads; for jars the file is read here, so that whatever is wrong can be told with the jar's
 * name. A plugin that can't be loaded stops the loading, after all others were tried: one exception tells everything.
 */
public final class PluginLoader {

    private static final int MOST_BYTES = 1 << 16;

    private final ClassLoader host;
    private final List<Plugin> builtIns;

    /**
     * Makes a loader.
     *
     * @param host class loader of the application; its class path may hold plugins, too
     * @param builtIns plugins that core brings along
     */
    public PluginLoader(ClassLoader host, List<Plugin> builtIns) {
        this.host = host;
        this.builtIns = List.copyOf(builtIns);
    }

    /**
     * Loads every plugin: the built-in ones, those of the class path, then those of each directory by file name.
     *
     * @throws ConfigException if a directory does not exist
     * @throws PluginException if a jar is not a plugin, can't be loaded, or offers what another one offers already
     */
    public PluginRegistry load(List<Path> directories) {
        List<Path> jars = directories.stream().flatMap(PluginLoader::jars).toList();
        URLClassLoader classes = new URLClassLoader(
                "plugins", jars.stream().map(PluginLoader::url).toArray(URL[]::new), host);
        PluginRegistry registry = new PluginRegistry(classes);
        Loading loading = new Loading(registry, classes);
        try {
            builtIns.forEach(plugin -> loading.attempt(() -> loading.addOwn(plugin)));
            loading.attempt(() -> ServiceLoader.load(Plugin.class, host).forEach(loading::addOwn));
            jars.forEach(jar -> loading.attempt(() -> loading.addJar(jar)));
            loading.throwProblems();
            return registry;
        } catch (RuntimeException | Error e) {
            registry.close();
            throw e;
        }
    }

    private static Stream<Path> jars(Path directory) {
        ConfigException.check(
                Files.isDirectory(directory),
                "The plugin directory '%s' does not exist. Create it or name another one.",
                directory);
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new ConfigException(
                    "The plugin directory '" + directory + "' can't be read: " + e.getMessage()
                            + ". Check its permissions.",
                    e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException("The path " + jar + " has no URL", e);
        }
    }

    /** The state of one loading: who was found where, and what went wrong so far. */
    private static final class Loading {
        private final PluginRegistry registry;
        private final ClassLoader classes;
        private final Map<String, PluginOrigin> found = new HashMap<>();
        private final List<PluginException> problems = new ArrayList<>();

        Loading(PluginRegistry registry, ClassLoader classes) {
            this.registry = registry;
            this.classes = classes;
        }

        /** Goes on to the next plugin after a problem, so that all problems are told together. */
        void attempt(Runnable step) {
            try {
                step.run();
            } catch (PluginException e) {
                problems.add(e);
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.add(new PluginException(
                        "A plugin on the class path can't be loaded: " + e.getMessage()
                                + ". Correct its jar or take it off the class path.",
                        e));
            }
        }

        void addOwn(Plugin plugin) {
            PluginOrigin origin = PluginOrigin.ofClass(plugin.getClass());
            found.put(plugin.getClass().getName(), origin);
            registry.add(plugin, origin);
        }

        void addJar(Path jar) {
            PluginOrigin origin = PluginOrigin.ofJar(jar);
            List<String> types = providers(jar);
            if (types.isEmpty()) {
                throw new PluginException(origin.jar() + " is not a plugin: it names no class in "
                        + LoadFailure.SERVICE_FILE + ". Remove it from " + jar.getParent()
                        + "; a library belongs into the jar of the plugin that needs it.");
            }
            types.forEach(type -> attempt(() -> addClass(type, origin)));
        }

        private void addClass(String type, PluginOrigin origin) {
            @Nullable PluginOrigin other = found.putIfAbsent(type, origin);
            if (other != null) {
                throw new PluginException("The plugin " + type + " is installed twice: version " + other.version()
                        + " in " + other.location() + " and version " + origin.version() + " in " + origin.location()
                        + ". Keep one of them.");
            }
            registry.add(construct(type, origin.jar()), origin);
        }

        private Plugin construct(String type, String jar) {
            try {
                Class<?> loaded = Class.forName(type, false, classes);
                if (!Plugin.class.isAssignableFrom(loaded)) {
                    throw new PluginException(jar + ": " + type + " is not a " + Plugin.class.getName()
                            + ". Name a class in " + LoadFailure.SERVICE_FILE + " that implements it.");
                }
                return loaded.asSubclass(Plugin.class).getConstructor().newInstance();
            } catch (InvocationTargetException e) {
                throw LoadFailure.of(jar, type, e.getTargetException());
            } catch (ReflectiveOperationException | LinkageError e) {
                throw LoadFailure.of(jar, type, e);
            }
        }

        void throwProblems() {
            if (problems.size() == 1) {
                throw problems.get(0);
            }
            if (!problems.isEmpty()) {
                StringBuilder message = new StringBuilder(problems.size() + " problems with plugins:");
                problems.forEach(problem -> message.append("\n- ").append(problem.getMessage()));
                PluginException all = new PluginException(message.toString());
                problems.forEach(all::addSuppressed);
                throw all;
            }
        }
    }

    /** Returns the class names in a jar's service file; none if it has no such file. */
    private static List<String> providers(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            @Nullable ZipEntry entry = file.getEntry(LoadFailure.SERVICE_FILE);
            if (entry == null) {
                return List.of();
            }
            try (InputStream content = file.getInputStream(entry)) {
                byte[] names = content.readNBytes(MOST_BYTES + 1); // a few bytes of a jar can stand for gigabytes
                if (names.length > MOST_BYTES) {
                    throw new PluginException(jar + ": " + LoadFailure.SERVICE_FILE + " is longer than " + MOST_BYTES
                            + " bytes. Name the plugin's class in it and nothing else.");
                }
                return new String(names, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList();
            }
        } catch (IOException e) {
            throw new PluginException(jar + " can't be read (" + e.getMessage() + "). Copy it again or remove it.", e);
        }
    }
}
