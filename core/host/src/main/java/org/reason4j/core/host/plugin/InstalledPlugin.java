package org.reason4j.core.host.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.plugin.jar.PluginUnit;

/**
 * One line of a listing of plugins.
 *
 * @param type name of the {@link org.reason4j.api.plugin.Plugin} class
 * @param origin title, version and jar
 * @param components names in alphabetical order by kind; a kind of which it offers nothing is left out
 * @param recipes names for {@code extends} in alphabetical order
 * @param unit its descriptor and jars; absent where a program passed the plugin in
 */
public record InstalledPlugin(
        String type,
        PluginOrigin origin,
        Map<Kind<?>, List<String>> components,
        List<String> recipes,
        Optional<PluginUnit> unit) {}
