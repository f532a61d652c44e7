package org.reason4j.core.host.plugin;

import ai.djl.engine.Engine;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.ApiVersion;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.deadline.ContextLoader;
import org.reason4j.core.host.plugin.jar.JarCache;
import org.reason4j.core.host.plugin.jar.PluginClassLoader;
import org.reason4j.core.host.plugin.jar.PluginDirectories;
import org.reason4j.core.host.plugin.jar.PluginUnit;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;
import org.reason4j.core.host.plugin.jar.SemanticVersion;
import org.reason4j.core.host.plugin.jar.ServiceFile;

/**
 * Loads plugins: those that the program passes in, such as core's own, and those of plugin directories.
 *
 * <p>Each plugin of a directory has a {@link PluginClassLoader} of its own. One that can't be loaded is left out, and the registry
 * remembers why; the others work. Plugins on the class path are not looked for.
 */
public final class PluginLoader {

    private final ClassLoader host;
    private final List<Plugin> builtIns;
    private final Optional<JarCache> cache;

    /**
     * Makes a loader whose copies of jars are in a temporary directory until the registry is closed.
     *
     * @param host class loader of the application, which has the API and the libraries that plugins share
     * @param builtIns plugins that the program brings along
     */
    public PluginLoader(ClassLoader host, List<Plugin> builtIns) {
        this(host, builtIns, Optional.empty());
    }

    /**
     * Makes a loader.
     *
     * @param cache takes copies of jars; it is closed with the registry
     */
    public PluginLoader(ClassLoader host, List<Plugin> builtIns, JarCache cache) {
        this(host, builtIns, Optional.of(cache));
    }

    private PluginLoader(ClassLoader host, List<Plugin> builtIns, Optional<JarCache> cache) {
        this.host = host;
        this.builtIns = List.copyOf(builtIns);
        this.cache = cache;
    }

    /**
     * Loads every plugin: those that were passed in, then those of each directory by name. A loader is used once.
     *
     * @throws ConfigException if a directory does not exist
     * @throws PluginException if a plugin that was passed in can't be registered
     */
    public PluginRegistry load(List<Path> directories) {
        return load(copies -> PluginDirectories.search(directories, copies, runningApi()));
    }

    /**
     * Loads the plugins that were passed in and that of one jar or folder, wherever it lies. A loader is used once.
     *
     * @throws ConfigException if it does not exist
     */
    public PluginRegistry loadOne(Path jarOrFolder) {
        return load(copies -> PluginDirectories.searchOne(jarOrFolder, copies, runningApi()));
    }

    private PluginRegistry load(Function<JarCache, PluginDirectories.Found> search) {
        long begin = System.nanoTime();
        findEngines();
        long engines = System.nanoTime();
        JarCache copies = cache.orElseGet(JarCache::temporary);
        List<Closeable> open = new ArrayList<>(List.of(copies));
        PluginRegistry registry = new PluginRegistry(() -> close(open));
        try {
            PluginDirectories.Found found = search.apply(copies);
            long searched = System.nanoTime();
            builtIns.forEach(registry::addInstance);
            found.refused().forEach(registry::refuse);
            found.passedOver().forEach(registry::passOver);
            for (PluginUnit unit : found.units()) {
                PluginClassLoader classes = new PluginClassLoader(unit, host);
                open.add(0, classes);
                load(unit, classes, registry);
            }
            registry.took(new LoadTimes(
                    Duration.ofNanos(engines - begin),
                    Duration.ofNanos(searched - engines),
                    Duration.ofNanos(System.nanoTime() - searched)));
            return registry;
        } catch (RuntimeException | Error e) {
            registry.close();
            throw e;
        }
    }

    /** Version of the API that runs, which plugins' ranges are compared with. */
    public static SemanticVersion runningApi() {
        return SemanticVersion.parse(ApiVersion.current())
                .orElseThrow(() -> new IllegalStateException(
                        "The API says its version is '" + ApiVersion.current() + "', which is not a semantic version"));
    }

    /** Lets DJL look for its engines while it sees the host's: it looks once, with the context class loader of the moment. */
    private static void findEngines() {
        @Nullable ClassLoader before = ContextLoader.enter(Engine.class);
        try {
            Engine.getAllEngines();
        } finally {
            ContextLoader.restore(before);
        }
    }

    /** Closes all, also after one failed. */
    private static void close(List<Closeable> open) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Closeable one : open) {
            try {
                one.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            IOException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static void load(PluginUnit unit, PluginClassLoader classes, PluginRegistry registry) {
        String id = unit.descriptor().id();
        try {
            registry.add(construct(unit, classes), PluginOrigin.of(unit), Optional.of(unit));
        } catch (Refusal e) {
            registry.refuse(new RefusedPlugin(
                    unit.path(),
                    Optional.of(id),
                    Optional.of(unit.descriptor().version().toString()),
                    e.reasons()));
        }
    }

    private static Plugin construct(PluginUnit unit, PluginClassLoader classes) throws Refusal {
        String type = unit.entry();
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            Class<?> loaded = Class.forName(type, false, classes);
            if (!Plugin.class.isAssignableFrom(loaded)) {
                throw new Refusal(type + " is not a " + Plugin.class.getName() + ". Name a class in " + ServiceFile.NAME
                        + " that implements it.");
            }
            return loaded.asSubclass(Plugin.class).getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw Refusal.of(type, e.getTargetException());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw Refusal.of(type, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
