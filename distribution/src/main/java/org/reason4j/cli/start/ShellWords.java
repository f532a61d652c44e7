package org.reason4j.cli.start;

import java.util.List;
import java.util.stream.Collectors;

/** Commands as a person can paste them into a shell. */
final class ShellWords {

    private ShellWords() {}

    /** Joins words by spaces; one that a shell would read otherwise stands between quotes. */
    static String of(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
