package org.reason4j.reward.generative.reasoning;

import java.util.Optional;

/**
 * Reads {@code <answer>[[A]]</answer>} or {@code <answer>[[B]]</answer>} from the end of a response, in the form of RM-R1. A
 * response that has both there has none.
 */
final class LetterVerdict {

    private LetterVerdict() {}

    /**
     * Returns the letter.
     *
     * @param window number of last characters that are looked at
     */
    static Optional<Character> of(String response, int window) {
        String end = response.substring(Math.max(0, response.length() - window));
        boolean a = end.contains("<answer>[[A]]</answer>");
        boolean b = end.contains("<answer>[[B]]</answer>");
        return a == b ? Optional.empty() : Optional.of(a ? 'A' : 'B');
    }
}
