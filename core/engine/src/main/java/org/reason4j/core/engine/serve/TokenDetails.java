package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Optional;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.model.RowScores;

/**
 * What a request asks about tokens beside their text.
 *
 * @param ids whether the answer has the ids of prompt and response, and both log-probabilities
 * @param key of the draws, which a trainer gives; empty where seed and number of the response make it
 * @param likely number of most likely tokens at each position of the response; 0 for none
 * @param ofPrompt number of most likely tokens at each position of the prompt, beside its own; empty for neither
 */
record TokenDetails(boolean ids, Optional<Long> key, int likely, Optional<Integer> ofPrompt) {

    static final TokenDetails NONE = new TokenDetails(false, Optional.empty(), 0, Optional.empty());

    /**
     * Takes the fields.
     *
     * @param likely what {@code logprobs} asks for: 0 and 1 are the written token alone
     * @param vocabulary number of tokens that there are
     */
    static TokenDetails take(Fields fields, int likely, int vocabulary) throws ApiError {
        return new TokenDetails(
                fields.truth("return_token_ids"),
                fields.whole("draw_key"),
                likely > 1 ? Math.min(likely, vocabulary) : 0,
                fields.whole("prompt_logprobs", 0, PromptScoring.MOST_LIKELY)
                        .map(number -> Math.min(number, vocabulary)));
    }

    /** True if prompt and response must be scored after they are written. */
    boolean scores() {
        return likely > 0 || ofPrompt.isPresent();
    }

    /** Prompt and response as one text whose tokens are scored. */
    PromptScoring scoring(Prompt prompt, int[] written, double temperature) throws ApiError {
        Prompt whole = Prompt.of(prompt.id(), prompt.messages(), Ints.concat(prompt.tokens(), written));
        return PromptScoring.of(List.of(whole), temperature, Math.max(likely, ofPrompt.orElse(0)), true);
    }

    /**
     * Writes the most likely tokens into a choice.
     *
     * @param scores of prompt and response, one position for every token but the first
     */
    void write(ObjectNode choice, int[] prompt, int[] response, RowScores scores, Tokenizer tokenizer) {
        int each = Math.max(likely, ofPrompt.orElse(0));
        if (ofPrompt.isPresent()) {
            ArrayNode positions = choice.putArray("prompt_logprobs");
            positions.addNull(); // nothing comes before the first token
            for (int t = 1; t < prompt.length; t++) {
                ObjectNode here = positions.addObject();
                for (int j = 0; j < ofPrompt.get(); j++) {
                    entry(here, scores.topIds()[(t - 1) * each + j], scores.top()[(t - 1) * each + j], tokenizer);
                }
                entry(here, prompt[t], scores.logprobs()[t - 1], tokenizer);
            }
        }
        if (likely > 0 && choice.get("logprobs") instanceof ObjectNode lists) {
            ArrayNode tops = lists.putArray("top_logprobs");
            for (int t = prompt.length; t < prompt.length + response.length; t++) {
                ObjectNode here = tops.addObject();
                for (int j = 0; j < likely; j++) {
                    int id = scores.topIds()[(t - 1) * each + j];
                    here.put(ids ? "token_id:" + id : text(id, tokenizer), scores.top()[(t - 1) * each + j]);
                }
            }
        }
    }

    private static void entry(ObjectNode here, int id, float logprob, Tokenizer tokenizer) {
        here.putObject(String.valueOf(id)).put("logprob", logprob).put("decoded_token", text(id, tokenizer));
    }

    private static String text(int id, Tokenizer tokenizer) {
        return tokenizer.decode(new int[] {id}, false);
    }
}
