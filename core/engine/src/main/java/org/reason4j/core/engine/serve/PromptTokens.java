package org.reason4j.core.engine.serve;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/**
 * Tokenizes texts that clients send, which may be far longer than any prompt.
 *
 * <p>A tokenizer takes some hundred bytes of memory per character. So a long text is first read in part, and in twice as large
 * a part as long as the last one may fit: the work is bounded by the model's positions, not by the text. A part that has more
 * than twice the tokens that fit is proof enough, since what follows can only merge the tokens at its end.
 */
final class PromptTokens {

    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int LEAST_CHARACTERS = 4096;
    private static final int AT_THE_END = 64;

    private final SequenceTokenizer tokenizer;
    private final int most;

    /**
     * Prepares to tokenize.
     *
     * @param most tokens of a prompt
     */
    PromptTokens(SequenceTokenizer tokenizer, int most) {
        this.tokenizer = tokenizer;
        this.most = most;
    }

    /** Tokens of a text that begins a sequence. There may be more than fit, but not many more. */
    int[] of(@Nullable String parameter, String text) throws ApiError {
        return bounded(parameter, text, tokenizer::begin);
    }

    /** Tokens of a conversation that the model's format has written; as many as of a text. */
    int[] ofConversation(String written) throws ApiError {
        return bounded("messages", written, tokenizer::rendered);
    }

    private int[] bounded(@Nullable String parameter, String text, Function<String, int[]> encode) throws ApiError {
        long part = Math.max(LEAST_CHARACTERS, (long) CHARACTERS_PER_TOKEN * most);
        for (; part < text.length(); part *= 2) {
            int tokens = encoded(parameter, beginning(text, (int) part), encode).length;
            if (tokens > 2L * most + AT_THE_END) {
                throw ApiError.invalid(
                        parameter,
                        "The first " + part + " of the prompt's " + text.length() + " characters have " + tokens
                                + " tokens, but the model has " + most
                                + " positions for prompt and response. Shorten the prompt.");
            }
        }
        return encoded(parameter, text, encode);
    }

    private static int[] encoded(@Nullable String parameter, String text, Function<String, int[]> encode)
            throws ApiError {
        try {
            return encode.apply(text);
        } catch (RuntimeException e) { // characters that are none, such as half a surrogate pair
            throw ApiError.invalid(parameter, "The prompt's text can't be tokenized: " + e.getMessage());
        }
    }

    private static String beginning(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
