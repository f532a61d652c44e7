package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/** Reads requests for completions. Unknown fields that would change the answer are refused, never ignored. */
final class RequestReader {

    private static final int MOST_STOPS = 16;
    private static final int LONGEST_STOP = 1000; // characters
    private static final int MOST_STOP_IDS = 1000;

    private final String model;
    private final ModelConfig config;
    private final PromptTokens tokens;
    private final BiFunction<List<Message>, Map<String, @Nullable Object>, String> chatTemplate;
    private final int maxTokens;
    private final int mostResponses;
    private final AtomicLong unseeded = new AtomicLong();

    /**
     * Prepares to read.
     *
     * @param model the model's name
     * @param chatTemplate writes a conversation as text, given further arguments of the template; called by many threads
     */
    RequestReader(
            String model,
            ModelConfig config,
            SequenceTokenizer tokenizer,
            BiFunction<List<Message>, Map<String, @Nullable Object>, String> chatTemplate,
            ServerLimits limits) {
        this.model = model;
        this.config = config;
        this.tokens = new PromptTokens(tokenizer, config.maxPositions());
        this.chatTemplate = chatTemplate;
        this.maxTokens = limits.maxTokens();
        this.mostResponses = limits.responses();
    }

    /**
     * Reads a request for the end of texts, from the body that was sent.
     *
     * @throws ApiError if it is no such request, for whatever reason; nothing else is thrown
     */
    CompletionRequest completion(byte[] body) throws ApiError {
        Fields fields = Fields.parse(body);
        checkModel(fields);
        int each = each(fields);
        List<Prompt> prompts = prompts(fields, each);
        boolean echo = fields.truth("echo");
        Optional<Integer> logprobs = fields.whole("logprobs", 0, echo ? PromptScoring.MOST_LIKELY : 1);
        if (echo && logprobs.isPresent()) {
            return scoring(fields, prompts, each, logprobs.get());
        }
        return finish(
                fields, false, prompts, each, fields.whole("max_tokens", 1, maxTokens), logprobs.isPresent(), echo);
    }

    /** Reads the rest of a request for the log-probabilities of prompts, to which nothing is written. */
    private CompletionRequest scoring(Fields fields, List<Prompt> prompts, int each, int likely) throws ApiError {
        if (each > 1 || fields.whole("max_tokens", 0, maxTokens).orElse(1) > 0 || fields.truth("stream")) {
            throw ApiError.invalid(
                    "max_tokens",
                    "'echo' with 'logprobs' gives the log-probabilities of the prompt and writes nothing to it: set"
                            + " 'max_tokens' to 0, and leave out 'n' and 'stream'; or leave out one of the two.");
        }
        double temperature = fields.number("temperature", 1);
        if (temperature < 0) {
            throw ApiError.invalid("temperature", "'temperature' is " + temperature + ", expected 0 or more.");
        }
        boolean ids = fields.truth("return_tokens_as_token_ids");
        NeutralFields.take(fields);
        fields.end();
        for (Prompt prompt : prompts) {
            if (prompt.length() > config.maxPositions()) {
                throw noRoom("prompt", prompt.length(), "");
            }
        }
        return CompletionRequest.of(
                PromptScoring.of(prompts, temperature, Math.min(likely, config.vocabularySize()), ids));
    }

    /**
     * Reads a request for the answer to a conversation, from the body that was sent.
     *
     * @throws ApiError if it is no such request, for whatever reason; nothing else is thrown
     */
    CompletionRequest chat(byte[] body) throws ApiError {
        Fields fields = Fields.parse(body);
        checkModel(fields);
        int each = each(fields);
        List<Message> messages = messages(fields);
        Prompt prompt = Prompt.of(
                key(fields),
                messages,
                tokens.ofConversation(rendered(messages, fields.object("chat_template_kwargs"))));
        Optional<Integer> length = fields.whole("max_completion_tokens", 1, maxTokens);
        Optional<Integer> older = fields.whole("max_tokens", 1, maxTokens);
        return finish(
                fields,
                true,
                List.of(prompt),
                each,
                length.isPresent() ? length : older,
                fields.truth("logprobs"),
                false);
    }

    private int each(Fields fields) throws ApiError {
        return fields.whole("n", 1, mostResponses).orElse(1);
    }

    private CompletionRequest finish(
            Fields fields,
            boolean chat,
            List<Prompt> prompts,
            int each,
            Optional<Integer> length,
            boolean logprobs,
            boolean echo)
            throws ApiError {
        SamplingParams params = params(fields, length.orElse(maxTokens));
        boolean stream = fields.truth("stream");
        Optional<JsonNode> options = fields.take("stream_options");
        NeutralFields.take(fields);
        fields.end();
        List<RolloutRequest> responses = new ArrayList<>();
        for (Prompt prompt : prompts) {
            SamplingParams fitted = fitted(prompt, params, length.isPresent());
            for (int sample = 0; sample < each; sample++) {
                responses.add(RolloutRequest.of(prompt, sample, fitted));
            }
        }
        boolean usage =
                options.map(found -> found.path("include_usage").asBoolean()).orElse(false);
        return new CompletionRequest(chat, responses, stream, usage, logprobs, echo, Optional.empty());
    }

    private void checkModel(Fields fields) throws ApiError {
        List<String> wanted = fields.texts("model");
        if (!wanted.isEmpty() && !wanted.equals(List.of(model))) {
            throw ApiError.notFound(
                    "There is no model '" + ApiError.excerpt(wanted.get(0)) + "' here, but '" + model + "'.",
                    "model_not_found");
        }
    }

    /** The part of every draw's key that a request decides: its seed, or a number that no other request has. */
    private String key(Fields fields) throws ApiError {
        return fields.whole("seed")
                .map(seed -> "seed " + seed)
                .orElseGet(() -> "request " + unseeded.incrementAndGet());
    }

    private List<Prompt> prompts(Fields fields, int each) throws ApiError {
        JsonNode given = fields.take("prompt").orElseThrow(() -> ApiError.invalid("prompt", "'prompt' is missing."));
        String key = key(fields);
        List<Prompt> prompts = new ArrayList<>();
        if (given.isTextual()) {
            prompts.add(prompt(key, tokens.of("prompt", given.textValue())));
            return prompts;
        }
        List<JsonNode> entries = Fields.list("prompt", given);
        if (!entries.isEmpty() && entries.get(0).isNumber()) {
            prompts.add(prompt(key, promptIds(entries)));
            return prompts;
        }
        if ((long) each * entries.size() > mostResponses) {
            throw ApiError.invalid(
                    "n",
                    "The request is for " + (long) each * entries.size() + " responses, expected at most "
                            + mostResponses + ".");
        }
        for (JsonNode entry : entries) {
            prompts.add(prompt(
                    key,
                    entry.isTextual()
                            ? tokens.of("prompt", entry.textValue())
                            : promptIds(Fields.list("prompt", entry))));
        }
        if (prompts.isEmpty()) {
            throw ApiError.invalid("prompt", "'prompt' is an empty list, expected text or token ids.");
        }
        return prompts;
    }

    private int[] promptIds(List<JsonNode> entries) throws ApiError {
        if (entries.size() > config.maxPositions()) {
            throw noRoom("prompt", entries.size(), "");
        }
        return ids("prompt", entries);
    }

    private static Prompt prompt(String key, int[] tokens) throws ApiError {
        if (tokens.length == 0) {
            throw ApiError.invalid("prompt", "A prompt has no tokens, expected at least one.");
        }
        return Prompt.of(key, List.of(), tokens);
    }

    private int[] ids(String name, List<JsonNode> entries) throws ApiError {
        int[] ids = new int[entries.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = entries.get(i);
            if (!id.isIntegralNumber()
                    || !id.canConvertToInt()
                    || id.intValue() < 0
                    || id.intValue() >= config.vocabularySize()) {
                throw Fields.wrong(name, id, "a token id from 0 to " + (config.vocabularySize() - 1));
            }
            ids[i] = id.intValue();
        }
        return ids;
    }

    private List<Message> messages(Fields fields) throws ApiError {
        JsonNode given =
                fields.take("messages").orElseThrow(() -> ApiError.invalid("messages", "'messages' is missing."));
        if (given.size() > config.maxPositions()) {
            throw ApiError.invalid(
                    "messages",
                    "'messages' has " + given.size() + " messages, but the model has only " + config.maxPositions()
                            + " positions.");
        }
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

    private String rendered(List<Message> messages, Map<String, @Nullable Object> arguments) throws ApiError {
        try {
            return chatTemplate.apply(messages, arguments);
        } catch (RuntimeException e) { // a template may refuse a conversation, for its order of roles for instance
            throw ApiError.invalid("messages", "The chat template of this model refuses: " + e.getMessage());
        }
    }

    private SamplingParams params(Fields fields, int length) throws ApiError {
        double temperature = fields.number("temperature", 1);
        double topP = fields.number("top_p", 1);
        double minP = fields.number("min_p", 0);
        int topK = fields.whole("top_k", -1, Integer.MAX_VALUE).orElse(0);
        List<String> stop = stops(fields);
        List<Integer> stopIds = stopIds(fields);
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

    /** Stop strings; all of them are looked for in the text again and again. */
    private static List<String> stops(Fields fields) throws ApiError {
        List<String> stops = fields.texts("stop");
        checkNumber("stop", stops.size(), MOST_STOPS);
        for (String stop : stops) {
            if (stop.isEmpty()) {
                throw ApiError.invalid("stop", "'stop' has an empty text, expected one that ends a response.");
            }
            if (stop.length() > LONGEST_STOP) {
                throw ApiError.invalid(
                        "stop",
                        "'stop' has a text of " + stop.length() + " characters, expected at most " + LONGEST_STOP
                                + ".");
            }
        }
        return stops;
    }

    private List<Integer> stopIds(Fields fields) throws ApiError {
        Optional<JsonNode> given = fields.take("stop_token_ids");
        if (given.isEmpty()) {
            return List.of();
        }
        List<JsonNode> entries = Fields.list("stop_token_ids", given.get());
        checkNumber("stop_token_ids", entries.size(), MOST_STOP_IDS);
        return Ints.asList(ids("stop_token_ids", entries));
    }

    private static void checkNumber(String name, int found, int most) throws ApiError {
        if (found > most) {
            throw ApiError.invalid(name, "'" + name + "' has " + found + " entries, expected at most " + most + ".");
        }
    }

    /** Fits the length into the model's positions: shortens the usual one and refuses one that was asked for. */
    private SamplingParams fitted(Prompt prompt, SamplingParams params, boolean asked) throws ApiError {
        int length = prompt.tokens().length;
        int left = config.maxPositions() - length;
        if (left < (asked ? params.maxTokens() : 1)) {
            throw noRoom(
                    asked ? "max_tokens" : null, length, asked ? " and the response up to " + params.maxTokens() : "");
        }
        return params.withMaxTokens(Math.min(left, params.maxTokens()));
    }

    private ApiError noRoom(@Nullable String parameter, int tokens, String response) {
        return ApiError.invalid(
                parameter,
                "The prompt has " + tokens + " tokens" + response + ", but the model has " + config.maxPositions()
                        + " positions for both.");
    }
}
