package org.reason4j.core.host.plugin.jar;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin: its own, the JDK's, and of the host those that are shared.
 *
 * <p>Shared are the API and the libraries whose types stand in it, and DJL, whose native code can be loaded once. All else of the
 * host is invisible, so a plugin's libraries are its own, whatever versions the host and other plugins use. A part of a shared
 * library that the host lacks, such as another bridge to slf4j, may come with the plugin; a part of the API may not.
 *
 * <p>Service files are the plugin's own. Those of DJL are the host's, as are its native libraries: an engine that is first
 * used in a call of a plugin, with this class loader as the thread's, is found all the same.
 */
public final class PluginClassLoader extends URLClassLoader {

    /** Start of the name of every such class loader, before the plugin's id; stack traces show it. */
    public static final String PREFIX = "plugin:";

    private static final String API = "org.reason4j.api.";
    private static final List<String> SHARED =
            List.of(API, "ai.djl.", "org.slf4j.", "jakarta.inject.", "org.apiguardian.", "org.jspecify.");

    private static final String SERVICES = "META-INF/services/";
    private static final List<String> HOST_RESOURCES = List.of(
            SERVICES + "ai.djl.",
            "native/lib/",
            "jnilib/",
            "pytorch-engine.properties",
            "ai/djl/",
            "org/reason4j/api/");

    private final ClassLoader host;
    private final String plugin;

    static {
        registerAsParallelCapable();
    }

    /**
     * Makes the class loader of a plugin.
     *
     * @param host class loader that has the shared classes
     */
    public PluginClassLoader(PluginUnit unit, ClassLoader host) {
        super(
                PREFIX + unit.descriptor().id(),
                unit.jars().stream().map(PluginClassLoader::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
        this.host = host;
        this.plugin = unit.descriptor().id();
    }

    private static URL url(StoredJar jar) {
        try {
            return jar.copy().toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("The path " + jar.copy() + " has no URL", e);
        }
    }

    /** Id of the plugin. */
    public String plugin() {
        return plugin;
    }

    /** Prefixes of the names of classes that come from the host. */
    public static List<String> shared() {
        return SHARED;
    }

    static boolean isShared(String type) {
        return SHARED.stream().anyMatch(type::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isShared(name)) {
            return super.loadClass(name, resolve);
        }
        try {
            return host.loadClass(name);
        } catch (ClassNotFoundException e) {
            if (name.startsWith(API)) {
                throw e;
            }
            return super.loadClass(name, resolve);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        if (isOfHost(name)) {
            URL found = host.getResource(name);
            return found == null ? findResource(name) : found;
        }
        return name.startsWith(SERVICES) ? findResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (isOfHost(name)) {
            Set<URL> found = new LinkedHashSet<>(Collections.list(host.getResources(name)));
            return found.isEmpty() ? findResources(name) : Collections.enumeration(found);
        }
        return name.startsWith(SERVICES) ? findResources(name) : super.getResources(name);
    }

    private static boolean isOfHost(String resource) {
        return HOST_RESOURCES.stream().anyMatch(resource::startsWith);
    }
}
