package org.reason4j.core.formats.secret;

import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The values of environment variables that recipes name, for the whole process, as its environment is.
 *
 * <p>Messages, logs and reasons of failures that pass through {@link #hide} show the variable's name instead. Values of
 * fewer than six characters are not looked for, because other text contains them by chance.
 */
public final class Secrets {

    private static final int SHORTEST = 6;
    private static final int SHORTEST_LINE = 16;
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>(); // by value

    private Secrets() {}

    /** Hides a variable's value from now on: as it is, as a part of an address, and long lines of it by themselves. */
    public static void remember(String variable, String value) {
        String shown = "${" + variable + "}";
        Stream<String> forms = Stream.of(value, value.strip(), URLEncoder.encode(value, StandardCharsets.UTF_8));
        Stream<String> lines = value.lines().map(String::strip).filter(line -> line.length() >= SHORTEST_LINE);
        Stream.concat(forms, lines)
                .filter(form -> form.length() >= SHORTEST && !form.isBlank())
                .forEach(form -> NAMES.putIfAbsent(form, shown));
    }

    /** Returns the text with every known value replaced by the name of its variable. */
    public static String hide(String text) {
        String hidden = text;
        for (String value : longestFirst()) {
            hidden = hidden.replace(value, NAMES.getOrDefault(value, ""));
        }
        return hidden;
    }

    /** Returns a stream that writes whole lines to another one, without the values. */
    public static OutputStream hiding(OutputStream target) {
        return new HidingStream(target);
    }

    /** Replaces values in encoded text; those of other than ASCII characters where the text is UTF-8. */
    static byte[] hide(byte[] text) {
        String hidden = new String(text, StandardCharsets.ISO_8859_1);
        for (String value : longestFirst()) {
            String encoded = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            hidden = hidden.replace(encoded, NAMES.getOrDefault(value, ""));
        }
        return hidden.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A value that contains another one is replaced before it. */
    private static List<String> longestFirst() {
        return NAMES.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
