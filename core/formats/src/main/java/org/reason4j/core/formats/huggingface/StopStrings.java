package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.model.Tokenizer;

/**
 * Finds strings that end a response while it is being written. The text searched is the one without special tokens; a
 * stop string that is itself a special token is found by its id. Safe for use by many threads.
 */
public final class StopStrings {

    private final Tokenizer tokenizer;
    private final List<String> strings = new ArrayList<>();
    private final Map<Integer, String> ids = new HashMap<>();
    private final int longest;

    /** Prepares the search for strings, none of which is empty. */
    public StopStrings(Tokenizer tokenizer, List<String> stop) {
        this.tokenizer = tokenizer;
        for (String string : stop) {
            check(!string.isEmpty(), "A stop string is empty; it would end every response before its first token");
            int[] tokens = tokenizer.encode(string);
            if (tokens.length == 1 && tokenizer.decode(tokens, true).isEmpty()) {
                ids.put(tokens[0], string);
            } else {
                strings.add(string);
            }
        }
        longest = strings.stream().mapToInt(String::length).max().orElse(0);
    }

    /**
     * A stop string in a response.
     *
     * @param stop the string
     * @param tokens number of response tokens up to and with the one that completed it
     * @param text the response before it
     */
    public record Match(String stop, int tokens, String text) {}

    /** Starts to watch one response. */
    public Watch watch() {
        return new Watch();
    }

    /**
     * Watches one response. Each token costs the decoding of a few, not of the whole response. Not safe for use by several
     * threads.
     */
    public final class Watch {

        /** No character takes more tokens; what is still broken after so many stays broken. */
        private static final int LONGEST_CHARACTER = 4;

        private static final char BROKEN = '\uFFFD';

        private final StringBuilder text = new StringBuilder();
        private int[] tokens = new int[64];
        private int count;
        private int contextStart; // tokens from here give the next ones their context: a space before a word, for one
        private int settled; // tokens before this one are in the text

        private Watch() {}

        /** Adds the next tokens of the response, and returns the first stop string that they complete. */
        public Optional<Match> append(int... next) {
            for (int token : next) {
                Optional<Match> match = append(token);
                if (match.isPresent()) {
                    return match;
                }
            }
            return Optional.empty();
        }

        private Optional<Match> append(int token) {
            if (ids.containsKey(token)) {
                String before = text + freshText();
                count++;
                return Optional.of(new Match(ids.get(token), count, before));
            }
            if (count == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * count);
            }
            tokens[count++] = token;
            return strings.isEmpty() ? Optional.empty() : search();
        }

        private Optional<Match> search() {
            String fresh = freshText();
            int complete = fresh.length();
            while (complete > 0 && fresh.charAt(complete - 1) == BROKEN) {
                complete--;
            }
            int searchedFrom = Math.max(0, text.length() - longest + 1);
            String searched = text.substring(searchedFrom) + fresh.substring(0, complete);
            if (complete == fresh.length() || count - settled > LONGEST_CHARACTER) {
                text.append(fresh);
                contextStart = fresh.isEmpty() ? contextStart : settled;
                settled = count;
            }
            return firstIn(searched)
                    .map(stop -> new Match(
                            stop,
                            count,
                            text.substring(0, searchedFrom) + searched.substring(0, searched.indexOf(stop))));
        }

        private Optional<String> firstIn(String searched) {
            return strings.stream()
                    .filter(searched::contains)
                    .min((a, b) -> Integer.compare(searched.indexOf(a), searched.indexOf(b)));
        }

        /** Text of the tokens that are not settled. */
        private String freshText() {
            String context = tokenizer.decode(Arrays.copyOfRange(tokens, contextStart, settled), true);
            String all = tokenizer.decode(Arrays.copyOfRange(tokens, contextStart, count), true);
            return all.substring(Math.min(all.length(), context.length()));
        }
    }
}
