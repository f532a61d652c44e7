package org.reason4j.core.host.config.tree;

import java.util.Collection;
import java.util.Locale;

/** Spellings of keys, and suggestions for unknown ones. */
public final class SettingNames {

    private SettingNames() {}

    /** {@code learning-rate}, {@code learning_rate} and {@code learningRate} become {@code learningRate}. */
    public static String camelCase(String key) {
        StringBuilder camel = new StringBuilder();
        boolean upper = false;
        for (char c : key.toCharArray()) {
            if ((c == '-' || c == '_') && !camel.isEmpty()) {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    /** {@code DROP_TRAJECTORY} becomes {@code drop-trajectory}. */
    public static String kebabCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the message for an unknown key. */
    public static String unknown(Collection<String> known, String key) {
        return NearMiss.of(camelCase(key), known)
                .map(candidate -> "unknown key, did you mean '" + candidate + "'? Known: " + String.join(", ", known))
                .orElse("unknown key. Known: " + String.join(", ", known));
    }
}
