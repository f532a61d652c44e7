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
 * @param origin id, version and jar of the plugin that announced it
 */
public record Offer(
        Kind<?> kind, String name, Record defaults, Map<String, Record> presets, Class<?> type, PluginOrigin origin) {

    public Offer {
        presets = Map.copyOf(presets);
    }

    /** The name that is its own whatever other plugins offer: {@code PLUGIN/NAME}. */
    public String fullName() {
        return origin.id() + "/" + name;
    }
}
