package org.reason4j.core.engine.serve;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TokenRows;

/**
 * Prompts whose own tokens are to be scored.
 *
 * @param prompts at least one, each with at least one token
 * @param temperature divisor of the logits; that of a greedy request is 1
 * @param likely number of most likely tokens at each position
 * @param ids true to name tokens by their ids, as {@code token_id:N}, where their texts may be the same
 */
record PromptScoring(List<Prompt> prompts, double temperature, int likely, boolean ids) {

    /** Most likely tokens at a position that can be asked for. */
    static final int MOST_LIKELY = 128;

    /** Most likely tokens in an answer, which take some 30 bytes each. */
    private static final long MOST_NUMBERS = 1 << 20;

    static PromptScoring of(List<Prompt> prompts, double temperature, int likely, boolean ids) throws ApiError {
        long numbers = prompts.stream().mapToLong(Prompt::length).sum() * likely;
        if (numbers > MOST_NUMBERS) {
            throw ApiError.invalid(
                    "logprobs",
                    "The request is for " + numbers + " log-probabilities of most likely tokens, expected at most "
                            + MOST_NUMBERS + ". Lower 'logprobs', or send fewer prompts at a time.");
        }
        return new PromptScoring(List.copyOf(prompts), temperature > 0 ? temperature : 1, likely, ids);
    }

    /** A prompt as a pass takes it: every token but the first is scored. */
    TokenRows rows(Prompt prompt) {
        int[] tokens = prompt.tokens();
        boolean[] scored = new boolean[tokens.length];
        Arrays.fill(scored, 1, scored.length, true);
        TokenRows rows = new TokenRows();
        rows.add(tokens, scored, temperature);
        return rows;
    }

    ScoringOptions options() {
        return new ScoringOptions(false, likely);
    }
}
