package org.reason4j.gym.recipe;

import java.util.Optional;

/** Place of the answer within a response; of several, the last counts. */
public enum AnswerPlace {
    /** Between {@code <answer>} and {@code </answer>}. */
    ANSWER_TAG,
    /** In {@code \boxed{...}}, with its braces in pairs. */
    BOXED,
    /** The last line that is not blank. */
    LAST_LINE,
    /** The whole response. */
    WHOLE;

    private static final String BOX = "\\boxed{";

    /** The answer of a response; nothing where it has none. */
    Optional<String> read(String response) {
        return switch (this) {
            case ANSWER_TAG -> tagged(response);
            case BOXED -> boxed(response);
            case LAST_LINE ->
                Optional.of(response.stripTrailing())
                        .filter(text -> !text.isEmpty())
                        .map(text -> text.substring(text.lastIndexOf('\n') + 1));
            case WHOLE -> Optional.of(response);
        };
    }

    private static Optional<String> tagged(String response) {
        int end = response.lastIndexOf("</answer>");
        int start = end < 0 ? -1 : response.lastIndexOf("<answer>", end);
        return start < 0 ? Optional.empty() : Optional.of(response.substring(start + "<answer>".length(), end));
    }

    private static Optional<String> boxed(String response) {
        int start = response.lastIndexOf(BOX);
        int depth = 1;
        for (int i = start + BOX.length(); start >= 0 && i < response.length(); i++) {
            char c = response.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return Optional.of(response.substring(start + BOX.length(), i));
            }
        }
        return Optional.empty();
    }
}
