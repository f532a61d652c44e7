package org.reason4j.reward.structured.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Place of the query or the JSON within a response; of several, the last counts. */
public enum Place {
    /** Between lines of three backticks; what follows the first three, such as {@code sql}, is left out. */
    FENCE,
    /** Between {@code <answer>} and {@code </answer>}. */
    ANSWER_TAG,
    /** The whole response. */
    WHOLE;

    private static final Pattern FENCED = Pattern.compile("```[^\\n`]*+\\n(?<content>.*?)```", Pattern.DOTALL);
    private static final String OPEN = "<answer>";
    private static final String CLOSE = "</answer>";

    /** Returns what stands there, without blanks around it; empty if there is nothing. */
    public Optional<String> find(String response) {
        Optional<String> found = switch (this) {
            case FENCE -> lastFence(response);
            case ANSWER_TAG -> lastTag(response);
            case WHOLE -> Optional.of(response);
        };
        return found.map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<String> lastFence(String response) {
        Optional<String> last = Optional.empty();
        for (Matcher match = FENCED.matcher(response); match.find(); ) {
            last = Optional.of(match.group("content"));
        }
        return last;
    }

    private static Optional<String> lastTag(String response) {
        int end = response.lastIndexOf(CLOSE);
        int start = end < 0 ? -1 : response.lastIndexOf(OPEN, end);
        return start < 0 ? Optional.empty() : Optional.of(response.substring(start + OPEN.length(), end));
    }
}
