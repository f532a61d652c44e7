package org.reason4j.cli;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import org.reason4j.api.plugin.ConfigException;

/** Token ids as people type them: {@code 1,2,3}. */
final class TokenIds {

    private TokenIds() {}

    /** Reads ids; {@code where} is which part of {@code --ids} they are, for messages, and may be empty. */
    static int[] parse(String text, String where) {
        if (text.isBlank()) {
            return new int[0];
        }
        return Arrays.stream(text.split(",", -1))
                .mapToInt(part -> id(part.strip(), where))
                .toArray();
    }

    private static int id(String text, String where) {
        try {
            int id = Integer.parseInt(text);
            check(id >= 0, "--ids: found %s%s, expected ids from 0 on", text, where);
            return id;
        } catch (NumberFormatException e) {
            throw new ConfigException("--ids: found '" + text + "'" + where + ", expected a whole number", e);
        }
    }
}
