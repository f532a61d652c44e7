package org.reason4j.gym.recipe;

import java.util.Optional;

/** Place of the answer within a response; of several, the last counts. */
public enum AnswerPlace {
    /** Between {@code <answer>} and {@code </answer>}. */
    ANSWER_TAG {
        @Override
        Optional<String> read(String response) {
            int end = response.lastIndexOf("</answer>");
            int start = end < 0 ? -1 : response.lastIndexOf("<answer>", end);
            return start < 0 ? Optional.empty() : Optional.of(response.substring(start + "<answer>".length(), end));
        }
    },
    /** In {@code \boxed{...}}, with its braces in pairs. */
    BOXED {
        @Override
        Optional<String> read(String response) {
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
    },
    /** The last line that is not blank. */
    LAST_LINE {
        @Override
        Optional<String> read(String response) {
            String text = response.stripTrailing();
            return text.isEmpty() ? Optional.empty() : Optional.of(text.substring(text.lastIndexOf('\n') + 1));
        }
    },
    /** The whole response. */
    WHOLE {
        @Override
        Optional<String> read(String response) {
            return Optional.of(response);
        }
    };

    private static final String BOX = "\\boxed{";

    /** The answer of a response; nothing where it has none. */
    abstract Optional<String> read(String response);
}
