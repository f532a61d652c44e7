package org.reason4j.reward.generative.client;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.text.TextModel.Completion;
import org.reason4j.api.text.TextModel.Request;

/** Requests and replies of {@code POST /chat/completions}. */
final class ChatCompletion {

    private static final Gson JSON = new Gson();

    private ChatCompletion() {}

    /** The body of a request, without the fields that equal the server's defaults. */
    static String body(Request request, OpenAiConfig config) {
        return JSON.toJson(fields(request, config));
    }

    /** The body of a request for log-probabilities, too. */
    static String bodyWithLogprobs(Request request, OpenAiConfig config, int alternatives) {
        Map<String, Object> body = fields(request, config);
        body.put("logprobs", true);
        body.put("top_logprobs", alternatives);
        return JSON.toJson(body);
    }

    private static Map<String, Object> fields(Request request, OpenAiConfig config) {
        SamplingParams params = request.params();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", config.model());
        body.put(
                "messages",
                request.messages().stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        body.put("max_tokens", params.maxTokens());
        body.put("temperature", params.temperature());
        body.put("seed", request.seed());
        put(body, "top_p", params.topP(), params.topP() < 1);
        put(body, "top_k", params.topK(), params.topK() > 0);
        put(body, "min_p", params.minP(), params.minP() > 0);
        put(body, "stop", params.stop(), !params.stop().isEmpty());
        put(body, "stop_token_ids", params.stopIds(), !params.stopIds().isEmpty());
        body.putAll(config.extra());
        return body;
    }

    private static void put(Map<String, Object> body, String name, Object value, boolean wanted) {
        if (wanted) {
            body.put(name, value);
        }
    }

    /**
     * Reads the answer.
     *
     * @throws IOException if the reply is incomplete: broken JSON, no text, or no finish reason
     */
    static Completion reply(String body) throws IOException {
        JsonObject choice = first(StrictJson.object(body));
        String reason = text(choice, "finish_reason")
                .orElseThrow(() -> new IOException("the answer is incomplete: it has no finish_reason"));
        Optional<String> content = object(choice, "message").flatMap(message -> text(message, "content"));
        return Completion.of(
                content.orElseThrow(() -> new IOException("no text in choices[0].message.content")), finish(reason));
    }

    /**
     * Reads the answer with its log-probabilities.
     *
     * @throws IOException if the reply is incomplete or has no log-probabilities
     */
    static TokenReply tokens(String body) throws IOException {
        JsonObject choice = first(StrictJson.object(body));
        List<TokenReply.Token> tokens = new ArrayList<>();
        for (JsonElement token : object(choice, "logprobs")
                .flatMap(logprobs -> list(logprobs, "content"))
                .orElseThrow(
                        () -> new IOException("no log-probabilities in choices[0].logprobs.content; the server does"
                                + " not give them, or not for this model"))) {
            tokens.add(token(token));
        }
        return new TokenReply(reply(body), tokens);
    }

    private static TokenReply.Token token(JsonElement element) throws IOException {
        if (element instanceof JsonObject token) {
            Map<String, Double> alternatives = new LinkedHashMap<>();
            for (JsonElement other : list(token, "top_logprobs").orElseGet(JsonArray::new)) {
                if (other instanceof JsonObject one) {
                    alternatives.merge(piece(one), number(one), ChatCompletion::sum);
                }
            }
            alternatives.putIfAbsent(piece(token), number(token));
            return new TokenReply.Token(piece(token), alternatives);
        }
        throw new IOException("found " + Excerpt.of(element.toString()) + " in logprobs, expected a token");
    }

    /** The log-probability of either of two tokens with the same text. */
    private static double sum(double one, double other) {
        return Math.log(Math.exp(one) + Math.exp(other));
    }

    private static String piece(JsonObject token) throws IOException {
        return text(token, "token").orElseThrow(() -> new IOException("a token of logprobs has no text"));
    }

    private static double number(JsonObject token) throws IOException {
        JsonElement found = token.get("logprob");
        if (found != null
                && found.isJsonPrimitive()
                && found.getAsJsonPrimitive().isNumber()) {
            double logprob = found.getAsDouble();
            if (logprob <= 1e-3 && !Double.isNaN(logprob)) { // rounding may leave a little more than 0
                return Math.min(0, logprob);
            }
        }
        throw new IOException("a token of logprobs has the logprob " + found + ", expected a number up to 0");
    }

    private static Optional<JsonArray> list(JsonObject in, String name) {
        return in.get(name) instanceof JsonArray found ? Optional.of(found) : Optional.empty();
    }

    private static Finish finish(String reason) throws IOException {
        return switch (reason) {
            case "stop" -> Finish.STOP;
            case "length" -> Finish.LENGTH;
            default -> throw new IOException("finish_reason is '" + reason + "', expected stop or length");
        };
    }

    private static JsonObject first(JsonObject body) throws IOException {
        JsonElement choices = body.get("choices");
        List<JsonElement> all = choices instanceof JsonArray array ? array.asList() : List.of();
        if (all.size() == 1 && all.get(0) instanceof JsonObject choice) {
            return choice;
        }
        throw new IOException("expected exactly one answer in 'choices'");
    }

    private static Optional<JsonObject> object(JsonObject in, String name) {
        return in.get(name) instanceof JsonObject found ? Optional.of(found) : Optional.empty();
    }

    private static Optional<String> text(JsonObject in, String name) {
        JsonElement found = in.get(name);
        boolean text = found != null
                && found.isJsonPrimitive()
                && found.getAsJsonPrimitive().isString();
        return text ? Optional.of(found.getAsString()) : Optional.empty();
    }
}
