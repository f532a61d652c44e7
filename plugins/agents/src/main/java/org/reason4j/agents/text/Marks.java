package org.reason4j.agents.text;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Optional;

/**
 * Marks around what counts in a response.
 *
 * @param open mark before it; empty together with {@code close} where all of the response counts
 * @param close mark behind it
 */
public record Marks(String open, String close) {

    public Marks {
        check(
                open.isEmpty() == close.isEmpty(),
                "marks must both be given or both be empty, got '%s' and '%s'",
                open,
                close);
    }

    /** What stands between the last two marks, without white space around it; empty where that is nothing. */
    public Optional<String> last(String response) {
        String said = response;
        if (!open.isEmpty()) {
            int from = response.lastIndexOf(open);
            int to = from < 0 ? -1 : response.indexOf(close, from + open.length());
            if (to < 0) {
                return Optional.empty();
            }
            said = response.substring(from + open.length(), to);
        }
        return Optional.of(said.strip()).filter(text -> !text.isEmpty());
    }

    /** A response in which that counts. */
    public String around(String text) {
        return open + text + close;
    }
}
