package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/** JSON answers to one request, as texts or as conversations. */
final class Answers {

    private final CompletionRequest request;
    private final SequenceTokenizer tokenizer;
    private final String id;
    private final String model;
    private final long created;

    /**
     * Prepares to write.
     *
     * @param number of the request, for the answers' id
     * @param created now, in seconds since 1970
     */
    Answers(CompletionRequest request, SequenceTokenizer tokenizer, long number, String model, long created) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.id = (request.chat() ? "chatcmpl-" : "cmpl-") + number;
        this.model = model;
        this.created = created;
    }

    /** The whole answer. */
    ObjectNode whole(List<Trajectory> responses) {
        ObjectNode root = root(request.chat() ? "chat.completion" : "text_completion");
        ArrayNode choices = root.putArray("choices");
        for (int i = 0; i < responses.size(); i++) {
            Trajectory response = responses.get(i);
            ObjectNode choice = choices.addObject().put("index", i);
            if (request.chat()) {
                choice.putObject("message").put("role", "assistant").put("content", response.text());
            } else {
                choice.put("text", echo(i) + response.text());
            }
            logprobs(choice, response.response(), response.stream(TokenStream.BEHAVIOUR_LOGPROBS));
            choice.put("finish_reason", reason(response));
        }
        root.set("usage", usage(responses));
        return root;
    }

    /** The answer to a request for the log-probabilities of prompts. */
    ObjectNode scored(ScoredPrompts prompts, List<RowScores> scores) {
        ObjectNode root = root("text_completion");
        prompts.writeTo(root, scores);
        return root;
    }

    /** The first piece of a response in a stream: the role, or the prompt where it is to be repeated. */
    ObjectNode beginning(int choice) {
        return chunk(choice, request.chat() ? "" : echo(choice), true, new int[0], new float[0], null);
    }

    /** A piece of a response. */
    ObjectNode piece(int choice, String text, int[] tokens, float[] logprobs) {
        return chunk(choice, text, false, tokens, logprobs, null);
    }

    /** The last piece of a response. */
    ObjectNode ending(int choice, String text, Trajectory response) {
        return chunk(choice, text, false, new int[0], new float[0], reason(response));
    }

    /** Numbers of tokens at the end of a stream. */
    ObjectNode streamUsage(List<Trajectory> responses) {
        ObjectNode root = root(request.chat() ? "chat.completion.chunk" : "text_completion");
        root.putArray("choices");
        root.set("usage", usage(responses));
        return root;
    }

    private ObjectNode chunk(
            int choice, String text, boolean first, int[] tokens, float[] logprobs, @Nullable String reason) {
        ObjectNode root = root(request.chat() ? "chat.completion.chunk" : "text_completion");
        ObjectNode entry = root.putArray("choices").addObject().put("index", choice);
        if (request.chat()) {
            ObjectNode delta = entry.putObject("delta");
            if (first) {
                delta.put("role", "assistant");
            }
            if (first || !text.isEmpty()) {
                delta.put("content", text);
            }
        } else {
            entry.put("text", text);
        }
        logprobs(entry, tokens, logprobs);
        entry.put("finish_reason", reason);
        return root;
    }

    private String echo(int choice) {
        return request.echo()
                ? tokenizer.decode(request.responses().get(choice).prompt().tokens(), false)
                : "";
    }

    private ObjectNode root(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static String reason(Trajectory response) {
        return response.finish().name().toLowerCase(Locale.ROOT);
    }

    private void logprobs(ObjectNode choice, int[] tokens, float[] logprobs) {
        if (!request.logprobs() || tokens.length == 0) {
            choice.putNull("logprobs");
        } else if (request.chat()) {
            ArrayNode content = choice.putObject("logprobs").putArray("content");
            for (int t = 0; t < tokens.length; t++) {
                byte[] bytes = tokenizer.bytes(tokens[t]);
                ObjectNode entry = content.addObject().put("token", text(bytes)).put("logprob", logprobs[t]);
                ArrayNode numbers = entry.putArray("bytes");
                for (byte b : bytes) {
                    numbers.add(b & 0xFF);
                }
                entry.putArray("top_logprobs");
            }
        } else {
            ObjectNode lists = choice.putObject("logprobs");
            ArrayNode texts = lists.putArray("tokens");
            ArrayNode values = lists.putArray("token_logprobs");
            Arrays.stream(tokens)
                    .mapToObj(token -> text(tokenizer.bytes(token)))
                    .forEach(texts::add);
            for (float logprob : logprobs) {
                values.add(logprob);
            }
            lists.putNull("top_logprobs");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private ObjectNode usage(List<Trajectory> responses) {
        int read = request.responses().stream()
                .filter(response -> response.sample() == 0) // a prompt is read once
                .mapToInt(response -> response.prompt().tokens().length)
                .sum();
        int written = responses.stream().mapToInt(Trajectory::length).sum();
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", read)
                .put("completion_tokens", written)
                .put("total_tokens", read + written);
    }
}
