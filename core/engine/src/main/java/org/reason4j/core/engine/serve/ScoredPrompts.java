package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.model.RowScores;

/** The answer to a request for the log-probabilities of prompts: no number for a first token, as nothing comes before it. */
record ScoredPrompts(PromptScoring request, Tokenizer tokenizer) {

    /**
     * Writes the choices and the numbers of tokens into an answer.
     *
     * @param scores of each prompt, in their order
     */
    void writeTo(ObjectNode root, List<RowScores> scores) {
        ArrayNode choices = root.putArray("choices");
        int tokens = 0;
        for (int i = 0; i < scores.size(); i++) {
            Prompt prompt = request.prompts().get(i);
            tokens += prompt.length();
            ObjectNode choice =
                    choices.addObject().put("index", i).put("text", tokenizer.decode(prompt.tokens(), false));
            write(choice.putObject("logprobs"), prompt.tokens(), scores.get(i));
            choice.put("finish_reason", "length");
        }
        root.set(
                "usage",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("prompt_tokens", tokens)
                        .put("completion_tokens", 0)
                        .put("total_tokens", tokens));
    }

    private void write(ObjectNode lists, int[] tokens, RowScores scores) {
        ArrayNode names = lists.putArray("tokens");
        ArrayNode logprobs = lists.putArray("token_logprobs");
        for (int t = 0; t < tokens.length; t++) {
            names.add(name(tokens[t]));
            if (t == 0) {
                logprobs.addNull();
            } else {
                logprobs.add(scores.logprobs()[t - 1]);
            }
        }
        if (request.likely() == 0) {
            lists.putNull("top_logprobs");
            return;
        }
        ArrayNode tops = lists.putArray("top_logprobs");
        tops.addNull();
        for (int t = 0; t + 1 < tokens.length; t++) {
            ObjectNode top = tops.addObject();
            for (int j = t * request.likely(); j < (t + 1) * request.likely(); j++) {
                top.putIfAbsent( // of tokens with the same text the likeliest
                        name(scores.topIds()[j]), top.numberNode(scores.top()[j]));
            }
        }
    }

    private String name(int token) {
        return request.ids() ? "token_id:" + token : tokenizer.decode(new int[] {token}, false);
    }
}
