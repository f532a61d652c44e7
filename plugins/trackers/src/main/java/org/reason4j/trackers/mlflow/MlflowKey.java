package org.reason4j.trackers.mlflow;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Names as MLflow takes them: letters, digits, {@code _ - . /} and blanks, at most 250 characters, and no path with empty
 * parts or dots alone.
 *
 * <p>{@code @} is written out, {@code eval/pass_at_8}. A name that has anything else gets a number made of the whole name, so
 * that no two names become one.
 */
final class MlflowKey {

    private static final int LONGEST = 250;

    private MlflowKey() {}

    static String of(String name) {
        String written = name.replace("@", "_at_");
        String key = Arrays.stream(
                        written.replaceAll("[^A-Za-z0-9_\\-./ ]", "_").split("/", -1))
                .map(part -> part.isBlank() || part.matches("\\.+") ? "_" : part)
                .collect(Collectors.joining("/"));
        if (key.equals(written) && key.length() <= LONGEST) {
            return key;
        }
        String number = String.format("_%08x", name.hashCode());
        return key.substring(0, Math.min(key.length(), LONGEST - number.length())) + number;
    }
}
