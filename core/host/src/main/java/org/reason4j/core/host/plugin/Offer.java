package org.reason4j.core.host.plugin;

import java.util.Map;
import org.reason4j.api.plugin.Kind;

/**
 * A component that a plugin announced.
 *
 * @param kind what it is
 * @param name its name in recipes
 * @param defaults its settings
 * @param presets further named settings, of the same record
 * @param type its implementation
 * @param origin the plugin it came from
 */
public record Offer(
        Kind<?> kind, String name, Record defaults, Map<String, Record> presets, Class<?> type, PluginOrigin origin) {

    public Offer {
        presets = Map.copyOf(presets);
    }
}
