package org.reason4j.installer;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Name of an artifact in Maven repositories.
 *
 * @param group its group, such as {@code com.example}
 * @param artifact its name in the group
 * @param version its version; empty where none was given
 */
public record Coordinates(String group, String artifact, Optional<String> version) {

    /** What a part may consist of; it becomes part of file names. */
    static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");

    private static final Pattern MOVING = Pattern.compile("latest|release|.*[\\[\\](),*].*");

    /**
     * Reads {@code GROUP:ARTIFACT:VERSION} or {@code GROUP:ARTIFACT}.
     *
     * @throws org.reason4j.api.plugin.ConfigException if a text is neither
     */
    public static Coordinates parse(String text) {
        String[] parts = text.split(":", -1);
        check(
                parts.length == 2 || parts.length == 3,
                "'%s' is not the name of a plugin in a Maven repository, expected GROUP:ARTIFACT:VERSION, such as"
                        + " com.example:my-rewards:1.0.0.",
                text);
        for (int i = 0; i < 2; i++) {
            check(
                    PART.matcher(parts[i]).matches(),
                    "'%s' has the %s '%s', expected letters, digits, dots, dashes and underscores.",
                    text,
                    i == 0 ? "group" : "artifact",
                    parts[i]);
        }
        return new Coordinates(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    /** True if the version says one and the same thing at any time. */
    boolean isExact() {
        return version.isPresent()
                && PART.matcher(version.get()).matches()
                && !MOVING.matcher(version.get().toLowerCase(Locale.ROOT)).matches();
    }

    /** {@code GROUP:ARTIFACT}. */
    String name() {
        return group + ":" + artifact;
    }

    @Override
    public String toString() {
        return name() + version.map(text -> ":" + text).orElse("");
    }
}
