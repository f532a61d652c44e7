package org.reason4j.installer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.JarCache;
import org.reason4j.core.host.plugin.jar.PluginDirectories;
import org.reason4j.core.host.plugin.jar.PluginUnit;

/**
 * Decides whether a plugin would be loaded: by loading it, and by comparing its id with those beside which it would stand.
 *
 * @param beside plugin directories that are loaded together with it
 */
record LoaderCheck(List<Path> beside) {

    /**
     * Checks a folder that lies in no plugin directory yet.
     *
     * @param target where it would be
     * @param coordinates for the message
     * @return id of the plugin
     * @throws PluginException with every reason why it would not be loaded
     */
    String id(Path folder, Path target, String coordinates) {
        String id;
        PluginLoader loader = new PluginLoader(LoaderCheck.class.getClassLoader(), List.of());
        try (PluginRegistry registry = loader.loadOne(folder)) {
            if (registry.plugins().isEmpty()) {
                throw new PluginException(coordinates + " would not be loaded, so nothing was changed. "
                        + registry.refused().stream()
                                .flatMap(refused -> refused.reasons().stream())
                                .collect(Collectors.joining(" ")));
            }
            id = registry.plugins().get(0).origin().id();
        }
        twin(id, target).ifPresent(other -> {
            throw new PluginException("The plugin '" + id + "' is there already, in " + other.path() + ", version "
                    + other.descriptor().version()
                    + ", and neither of two with one id is loaded, so nothing was changed. Remove that one first.");
        });
        return id;
    }

    private Optional<PluginUnit> twin(String id, Path target) {
        List<Path> directories = beside.stream().filter(Files::isDirectory).toList();
        try (JarCache cache = JarCache.temporary()) {
            return PluginDirectories.search(directories, cache, PluginLoader.runningApi()).units().stream()
                    .filter(unit -> unit.descriptor().id().equals(id))
                    .filter(unit -> !isSame(unit.path(), target))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("Copies of jars can't be deleted", e);
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + one, e);
        }
    }
}
