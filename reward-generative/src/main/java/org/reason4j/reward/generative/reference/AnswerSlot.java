package org.reason4j.reward.generative.reference;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;

/**
 * Puts the reference answer into the place of a response's own. The reasoning keeps its tokens: it is cut after the last token that
 * ends within it, and what is left of {@code open} is encoded with the reference.
 *
 * @see <a href="https://arxiv.org/abs/2505.21493">VeriFree, section 3.4: where to split</a>
 */
record AnswerSlot(AnswerConfig config, Tokenizer tokenizer) {

    /**
     * A response with the reference answer.
     *
     * @param tokens of reasoning and answer, {@code [L]}
     * @param reasoning number of tokens that are the response's own
     * @param from the first token with a part of the reference
     * @param end the token after the last with a part of the reference
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by who asked
    record Filled(int[] tokens, int reasoning, int from, int end) {}

    /** Returns the response with the reference in its place; empty where it has no place for an answer. */
    Optional<Filled> of(Trajectory response) {
        int[] tokens = response.response();
        String text = tokenizer.decode(tokens, true);
        int open = text.lastIndexOf(config.open());
        if (open < 0) {
            return Optional.empty();
        }
        int end = open + config.open().length();
        int kept = tokensWithin(tokens, end);
        String rest = text.substring(
                tokenizer.decode(Arrays.copyOf(tokens, kept), true).length(), end);
        return Optional.of(filled(Arrays.copyOf(tokens, kept), rest, reference(response.prompt())));
    }

    /** The reference as a response without reasoning. */
    Filled alone(Prompt prompt) {
        return filled(new int[0], config.open(), reference(prompt));
    }

    private String reference(Prompt prompt) {
        return prompt.field(config.field())
                .orElseThrow(() -> new IllegalStateException("Prompt '" + prompt.id() + "' has no field '"
                        + config.field() + "', although requirements() asks for it"));
    }

    private Filled filled(int[] reasoning, String rest, String reference) {
        String lead = rest + config.before();
        int[] written = tokenizer.encode(lead + reference + config.after());
        int from = tokensWithin(written, lead.length());
        int end = tokensCovering(written, lead.length() + reference.length());
        int[] ending = config.endOfSequence() && !tokenizer.endOfSequence().isEmpty()
                ? new int[] {tokenizer.endOfSequence().get(0)}
                : new int[0];
        int[] all = Stream.of(reasoning, written, ending)
                .flatMapToInt(Arrays::stream)
                .toArray();
        return new Filled(all, reasoning.length, reasoning.length + from, reasoning.length + Math.max(end, from));
    }

    /** The largest number of tokens whose text has at most so many characters, by bisection. */
    private int tokensWithin(int[] tokens, int characters) {
        int low = 0;
        int high = tokens.length;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (length(tokens, middle) <= characters) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The smallest number of tokens whose text has at least so many characters. */
    private int tokensCovering(int[] tokens, int characters) {
        int count = tokensWithin(tokens, characters);
        return length(tokens, count) < characters && count < tokens.length ? count + 1 : count;
    }

    private int length(int[] tokens, int count) {
        return tokenizer.decode(Arrays.copyOf(tokens, count), true).length();
    }
}
