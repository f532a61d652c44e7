package org.reason4j.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An input that says which of several files it is: its first line is the file's name.
 *
 * @param name one of the names that were expected
 * @param content what follows the first line
 */
public record NamedInput(String name, byte[] content) {

    /** Reads an input of {@link MutatedInputs}. Where its first line is none of the names, its length chooses one. */
    public static NamedInput of(byte[] input, List<String> names) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String first = new String(input, 0, end, StandardCharsets.UTF_8);
        return names.contains(first)
                ? new NamedInput(first, Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length))
                : new NamedInput(names.get(input.length % names.size()), input);
    }

    /** The content as UTF-8 text. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
