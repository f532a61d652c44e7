package org.reason4j.core.host.config.tree;

import java.util.Collection;
import java.util.Comparator;
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
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(candidate, camelCase(key))))
                .filter(candidate -> distance(candidate, camelCase(key)) <= tolerance(candidate))
                .map(candidate -> "unknown key, did you mean '" + candidate + "'? Known: " + String.join(", ", known))
                .orElse("unknown key. Known: " + String.join(", ", known));
    }

    private static int tolerance(String candidate) {
        return candidate.length() < 3 ? 1 : Math.max(2, (candidate.length() + 1) / 3);
    }

    /** Levenshtein distance, upper and lower case alike. */
    public static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
