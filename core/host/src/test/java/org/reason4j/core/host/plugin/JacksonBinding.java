package org.reason4j.core.host.plugin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.plugin.ConfigException;

/** Overrides a record's components by name. */
final class JacksonBinding implements SettingsBinding {

    private final ObjectMapper json = new ObjectMapper();

    @Override
    @SuppressWarnings("unchecked") // the class of a C makes a C
    public <C extends Record> C bind(C defaults, Optional<C> preset, Map<String, Object> config, String where) {
        ObjectNode merged = json.valueToTree(preset.orElse(defaults));
        merged.setAll((ObjectNode) json.valueToTree(config));
        try {
            return (C) json.convertValue(merged, defaults.getClass());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(where + ".config does not fit: " + e.getMessage(), e);
        }
    }
}
