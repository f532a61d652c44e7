package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.Ints;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/** JSON answers to one request, as texts or as conversations. */
final class Answers {

    private final CompletionRequest request;
    private final SequenceTokenizer tokenizer;
    private final String id;
    private final String model;
    private final String version;
    private final long created;

    /**
     * Prepares to write.
     *
     * @param number of the request, for the answers' id
     * @param model name of the model, with the {@code version} of its weights
     * @param created now, in seconds since 1970
     */
    Answers(
            CompletionRequest request,
            SequenceTokenizer tokenizer,
            long number,
            String model,
            String version,
            long created) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.id = (request.chat() ? "chatcmpl-" : "cmpl-") + number;
        this.model = model;
        this.version = version;
        this.created = created;
    }

    /**
     * The whole answer.
     *
     * @param scores of each prompt with its response, where the request asks for them
     */
    ObjectNode whole(List<Trajectory> responses, List<RowScores> scores) {
        ObjectNode root = root(request.chat() ? "chat.completion" : "text_completion");
        ArrayNode choices = root.putArray("choices");
        for (int i = 0; i < responses.size(); i++) {
            Trajectory response = responses.get(i);
            ObjectNode choice = choices.addObject().put("index", i);
            if (request.chat()) {
                choice.putObject("message").put("role", "assistant").put("content", response.text());
            } else {
                choice.put("text", echo(i) + text(i, response));
            }
            logprobs(choice, written(i, response.response()), written(i, response, TokenStream.BEHAVIOUR_LOGPROBS));
            details(choice, i, response, scores);
            choice.put("finish_reason", reason(response));
        }
        root.set("usage", usage(responses));
        return root;
    }

    /** Text of what was written up to a stop string; it begins after the tokens that the request had already. */
    private String text(int choice, Trajectory response) {
        RolloutRequest asked = request.responses().get(choice);
        if (asked.prefix().length == 0) {
            return response.text();
        }
        String text = tokenizer.decode(written(choice, response.response()), true);
        int end = text.length();
        for (String stop : asked.params().stop()) {
            int at = text.indexOf(stop);
            end = at < 0 ? end : Math.min(end, at);
        }
        return text.substring(0, end);
    }

    private int[] written(int choice, int[] response) {
        return Arrays.copyOfRange(response, request.responses().get(choice).prefix().length, response.length);
    }

    private float[] written(int choice, Trajectory response, TokenStream stream) {
        return Arrays.copyOfRange(
                response.stream(stream), request.responses().get(choice).prefix().length, response.length());
    }

    private void details(ObjectNode choice, int i, Trajectory response, List<RowScores> scores) {
        TokenDetails details = request.details();
        int[] prompt = prompt(i);
        int[] written = written(i, response.response());
        if (details.ids()) {
            ArrayNode ids = choice.putArray("token_ids");
            Arrays.stream(written).forEach(ids::add);
            ArrayNode sent = choice.putArray("prompt_token_ids");
            Arrays.stream(prompt).forEach(sent::add);
            if (choice.get("logprobs") instanceof ObjectNode lists) {
                ArrayNode sampled = lists.putArray("sampled_logprobs");
                for (float logprob : written(i, response, TokenStream.SAMPLED_LOGPROBS)) {
                    sampled.add(logprob);
                }
            }
        }
        if (details.scores()) {
            details.write(choice, prompt, written, scores.get(i), tokenizer);
        }
    }

    /** The prompt as it was sent, with what was written of the response before. */
    int[] prompt(int choice) {
        RolloutRequest asked = request.responses().get(choice);
        return Ints.concat(asked.prompt().tokens(), asked.prefix());
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
        return request.echo() ? tokenizer.decode(prompt(choice), false) : "";
    }

    private ObjectNode root(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .put("weight_version", version);
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

    /** Number of prompt tokens, of each prompt once. */
    int read() {
        return request.responses().stream()
                .filter(response -> response.sample() == 0) // a prompt is read once
                .mapToInt(response -> response.prompt().length() + response.prefix().length)
                .sum();
    }

    /** Number of tokens that were written. */
    int written(List<Trajectory> responses) {
        return responses.stream().mapToInt(Trajectory::length).sum()
                - request.responses().stream()
                        .mapToInt(response -> response.prefix().length)
                        .sum();
    }

    private ObjectNode usage(List<Trajectory> responses) {
        int read = read();
        int written = written(responses);
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", read)
                .put("completion_tokens", written)
                .put("total_tokens", read + written);
    }
}
