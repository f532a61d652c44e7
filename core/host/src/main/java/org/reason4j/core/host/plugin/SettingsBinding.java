package org.reason4j.core.host.plugin;

import java.util.Map;
import java.util.Optional;

/** Turns the {@code config} of a recipe into a settings record. */
@FunctionalInterface
public interface SettingsBinding {

    /**
     * Returns the defaults, or the preset in their place, with the recipe's overrides.
     *
     * @param where the component's place in the recipe, for messages
     * @throws org.reason4j.api.plugin.ConfigException if a setting is unknown or its value does not fit
     */
    <C extends Record> C bind(C defaults, Optional<C> preset, Map<String, Object> config, String where);
}
