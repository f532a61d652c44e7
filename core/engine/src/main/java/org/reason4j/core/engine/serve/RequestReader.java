package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** Reads requests for completions. Unknown fields that would change the answer are refused, never ignored. */
final class RequestReader {

    private static final List<String> UNSUPPORTED = List.of(
            "frequency_penalty",
            "presence_penalty",
            "logit_bias",
            "best_of",
            "suffix",
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "response_format",
            "audio",
            "modalities",
            "top_logprobs");

    private static final Set<String> HARMLESS =
            Set.of("user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key");

    private final String model;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final int mostResponses;
    private final AtomicLong unseeded = new AtomicLong();

    /**
     * Prepares to read.
     *
     * @param model the model's name
     * @param maxTokens longest response, and the usual one
     * @param mostResponses responses of one request
     */
    RequestReader(String model, ModelConfig config, Tokenizer tokenizer, int maxTokens, int mostResponses) {
        this.model = model;
        this.config = config;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.mostResponses = mostResponses;
    }

    /** Reads a request for the end of texts. */
    CompletionRequest completion(byte[] body) throws ApiError {
        Fields fields = Fields.parse(body);
        checkModel(fields);
        List<Prompt> prompts = prompts(fields);
        boolean logprobs = fields.whole("logprobs", 0, 1).isPresent();
        boolean echo = fields.truth("echo");
        if (echo && logprobs) {
            throw ApiError.invalid(
                    "echo", "'echo' gives no log-probabilities of the prompt; leave out one of the two.");
        }
        return finish(fields, false, prompts, fields.whole("max_tokens", 1, maxTokens), logprobs, echo);
    }

    /** Reads a request for the answer to a conversation. */
    CompletionRequest chat(byte[] body) throws ApiError {
        Fields fields = Fields.parse(body);
        checkModel(fields);
        List<Message> messages = messages(fields);
        Prompt prompt = Prompt.of(key(fields), messages, rendered(messages));
        Optional<Integer> length = fields.whole("max_completion_tokens", 1, maxTokens);
        Optional<Integer> older = fields.whole("max_tokens", 1, maxTokens);
        return finish(
                fields, true, List.of(prompt), length.isPresent() ? length : older, fields.truth("logprobs"), false);
    }

    private CompletionRequest finish(
            Fields fields, boolean chat, List<Prompt> prompts, Optional<Integer> length, boolean logprobs, boolean echo)
            throws ApiError {
        int each = fields.whole("n", 1, mostResponses).orElse(1);
        SamplingParams params = params(fields, length.orElse(maxTokens));
        boolean stream = fields.truth("stream");
        Optional<JsonNode> options = fields.take("stream_options");
        for (String name : UNSUPPORTED) {
            fields.refuse(name);
        }
        fields.end(HARMLESS);
        if ((long) each * prompts.size() > mostResponses) {
            throw ApiError.invalid(
                    "n",
                    "The request is for " + (long) each * prompts.size() + " responses, expected at most "
                            + mostResponses + ".");
        }
        List<RolloutRequest> responses = new ArrayList<>();
        for (Prompt prompt : prompts) {
            SamplingParams fitted = fitted(prompt, params, length.isPresent());
            for (int sample = 0; sample < each; sample++) {
                responses.add(RolloutRequest.of(prompt, sample, fitted));
            }
        }
        boolean usage =
                options.map(found -> found.path("include_usage").asBoolean()).orElse(false);
        return new CompletionRequest(chat, responses, stream, usage, logprobs, echo);
    }

    private void checkModel(Fields fields) throws ApiError {
        List<String> wanted = fields.texts("model");
        if (!wanted.isEmpty() && !wanted.equals(List.of(model))) {
            throw ApiError.notFound(
                    "There is no model '" + wanted.get(0) + "' here, but '" + model + "'.", "model_not_found");
        }
    }

    /** The part of every draw's key that a request decides: its seed, or a number that no other request has. */
    private String key(Fields fields) throws ApiError {
        return fields.whole("seed")
                .map(seed -> "seed " + seed)
                .orElseGet(() -> "request " + unseeded.incrementAndGet());
    }

    private List<Prompt> prompts(Fields fields) throws ApiError {
        JsonNode given = fields.take("prompt").orElseThrow(() -> ApiError.invalid("prompt", "'prompt' is missing."));
        String key = key(fields);
        List<Prompt> prompts = new ArrayList<>();
        if (given.isTextual()) {
            prompts.add(prompt(key, tokenizer.encode(given.textValue())));
            return prompts;
        }
        List<JsonNode> entries = Fields.list("prompt", given);
        if (!entries.isEmpty() && entries.get(0).isNumber()) {
            prompts.add(prompt(key, ids(entries)));
            return prompts;
        }
        for (JsonNode entry : entries) {
            prompts.add(prompt(
                    key, entry.isTextual() ? tokenizer.encode(entry.textValue()) : ids(Fields.list("prompt", entry))));
        }
        if (prompts.isEmpty()) {
            throw ApiError.invalid("prompt", "'prompt' is an empty list, expected text or token ids.");
        }
        return prompts;
    }

    private static Prompt prompt(String key, int[] tokens) throws ApiError {
        if (tokens.length == 0) {
            throw ApiError.invalid("prompt", "A prompt has no tokens, expected at least one.");
        }
        return Prompt.of(key, List.of(), tokens);
    }

    private int[] ids(List<JsonNode> entries) throws ApiError {
        int[] ids = new int[entries.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = entries.get(i);
            if (!id.isIntegralNumber()
                    || !id.canConvertToInt()
                    || id.intValue() < 0
                    || id.intValue() >= config.vocabularySize()) {
                throw Fields.wrong("prompt", id, "a token id from 0 to " + (config.vocabularySize() - 1));
            }
            ids[i] = id.intValue();
        }
        return ids;
    }

    private static List<Message> messages(Fields fields) throws ApiError {
        JsonNode given =
                fields.take("messages").orElseThrow(() -> ApiError.invalid("messages", "'messages' is missing."));
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : Fields.list("messages", given)) {
            if (!message.path("role").isTextual()) {
                throw Fields.wrong("messages", message, "{role, content}");
            }
            messages.add(new Message(message.path("role").textValue(), content(message)));
        }
        if (messages.isEmpty()) {
            throw ApiError.invalid("messages", "'messages' is empty, expected at least one.");
        }
        return messages;
    }

    /** Text, or the texts of a list of parts. */
    private static String content(JsonNode message) throws ApiError {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw Fields.wrong("messages", message, "{role, content} with text");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw Fields.wrong("messages", part, "{type: text, text}");
            }
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }

    private int[] rendered(List<Message> messages) throws ApiError {
        try {
            return tokenizer.render(messages);
        } catch (RuntimeException e) { // a template may refuse a conversation, for its order of roles for instance
            throw ApiError.invalid("messages", "The chat template of this model refuses: " + e.getMessage());
        }
    }

    private SamplingParams params(Fields fields, int length) throws ApiError {
        double temperature = fields.number("temperature", 1);
        double topP = fields.number("top_p", 1);
        double minP = fields.number("min_p", 0);
        int topK = fields.whole("top_k", -1, Integer.MAX_VALUE).orElse(0);
        List<String> stop = fields.texts("stop");
        List<Integer> stopIds = new ArrayList<>();
        Optional<JsonNode> ids = fields.take("stop_token_ids");
        if (ids.isPresent()) {
            for (int id : ids(Fields.list("stop_token_ids", ids.get()))) {
                stopIds.add(id);
            }
        }
        if (stop.contains("")) {
            throw ApiError.invalid("stop", "'stop' has an empty text, expected one that ends a response.");
        }
        try {
            return SamplingParams.of(length)
                    .withTemperature(temperature)
                    .withTopK(Math.max(0, topK))
                    .withTopP(topP)
                    .withMinP(minP)
                    .withStopIds(stopIds)
                    .withStop(stop);
        } catch (ConfigException e) {
            throw ApiError.invalid(null, e.getMessage() + ".");
        }
    }

    /** Fits the length into the model's positions: shortens the usual one and refuses one that was asked for. */
    private SamplingParams fitted(Prompt prompt, SamplingParams params, boolean asked) throws ApiError {
        int left = config.maxPositions() - prompt.tokens().length;
        if (left < (asked ? params.maxTokens() : 1)) {
            throw ApiError.invalid(
                    asked ? "max_tokens" : null,
                    "The prompt has " + prompt.tokens().length + " tokens"
                            + (asked ? " and the response up to " + params.maxTokens() : "") + ", but the model has "
                            + config.maxPositions() + " positions for both.");
        }
        return params.withMaxTokens(Math.min(left, params.maxTokens()));
    }
}
