package org.reason4j.core.host.plugin;

import java.util.Map;
import org.reason4j.api.plugin.Kind;

/**
 * A component that a plugin announced.
 *
 * @param kind its extension point
 * @param name its name in recipes
 * @param defaults its settings
 * @param presets further named settings, of the same record
 * @param type its implementation
 * @param plugin name of the {@link org.reason4j.api.plugin.Plugin} class that announced it
 * @param origin jar and version of that plugin
 */
public record Offer(
        Kind<?> kind,
        String name,
        Record defaults,
        Map<String, Record> presets,
        Class<?> type,
        String plugin,
        PluginOrigin origin) {

    public Offer {
        presets = Map.copyOf(presets);
    }
}
