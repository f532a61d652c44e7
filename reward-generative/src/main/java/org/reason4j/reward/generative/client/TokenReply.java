package org.reason4j.reward.generative.client;

import java.util.List;
import java.util.Map;
import org.reason4j.api.text.TextModel.Completion;

/**
 * An answer with the probabilities of its tokens.
 *
 * @param completion the answer
 * @param tokens its tokens, in order
 */
public record TokenReply(Completion completion, List<Token> tokens) {

    /**
     * A token.
     *
     * @param text its text
     * @param logprobs log-probabilities of this token and of its likeliest alternatives, by their texts
     */
    public record Token(String text, Map<String, Double> logprobs) {}
}
