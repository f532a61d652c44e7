package org.reason4j.processor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file {@code META-INF/reason4j/settings.json}: a JSON object per class, each on a line of its own, by class name. */
final class Entries {

    /** Version of the format, raised when readers of the present one would misread it. */
    private static final int FORMAT = 1;

    private static final Pattern LINE = Pattern.compile("    \"([^\"]+)\": (\\{.*}),?");

    private final Map<String, String> objects = new TreeMap<>();

    /** Adds the entries of a file that an earlier compilation wrote. */
    void read(Reader file) {
        try (BufferedReader lines = new BufferedReader(file)) {
            lines.lines()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> put(line.group(1), line.group(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(String type, String object) {
        objects.put(type, object);
    }

    void remove(String type) {
        objects.remove(type);
    }

    /** Keeps the entries of some classes. */
    void retain(Predicate<String> types) {
        objects.keySet().removeIf(types.negate());
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    void write(Writer file) throws IOException {
        file.write("{\n  \"format\": " + FORMAT + ",\n  \"types\": {");
        String separator = "\n";
        for (Map.Entry<String, String> entry : objects.entrySet()) {
            file.write(separator + "    " + JsonText.of(entry.getKey()) + ": " + entry.getValue());
            separator = ",\n";
        }
        file.write("\n  }\n}\n");
    }
}
