package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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

    private final Supplier<List<String>> models;
    private final ModelConfig config;
    private final PromptTokens tokens;
    private final BiFunction<List<Message>, Map<String, @Nullable Object>, String> chatTemplate;
    private final int maxTokens;
    private final int mostResponses;
    private final AtomicLong unseeded = new AtomicLong();

    /**
     * Prepares to read.
     *
     * @param models names of models, the first one for requests without a name
     * @param chatTemplate writes a conversation as text, given further arguments of the template; called by many threads
     */
    RequestReader(
            Supplier<List<String>> models,
            ModelConfig config,
            SequenceTokenizer tokenizer,
            BiFunction<List<Message>, Map<String, @Nullable Object>, String> chatTemplate,
            ServerLimits limits) {
        this.models = models;
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
        String model = model(fields);
        int each = each(fields);
        List<Prompt> prompts = prompts(fields, each);
        boolean echo = fields.truth("echo");
        Optional<Integer> logprobs = fields.whole("logprobs", 0, PromptScoring.MOST_LIKELY);
        if (echo && logprobs.isPresent()) {
            return scoring(model, fields, prompts, each, logprobs.get());
        }
        TokenDetails details = TokenDetails.take(fields, logprobs.orElse(0), config.vocabularySize());
        return finish(
                model,
                fields,
                false,
                responses(fields, prompts, each, details, fields.whole("max_tokens", 1, maxTokens)),
                logprobs.isPresent(),
                echo,
                details);
    }

    /** Reads the rest of a request for the log-probabilities of prompts, to which nothing is written. */
    private CompletionRequest scoring(String model, Fields fields, List<Prompt> prompts, int each, int likely)
            throws ApiError {
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
                model, PromptScoring.of(prompts, temperature, Math.min(likely, config.vocabularySize()), ids));
    }

    /**
     * Reads a request for the answer to a conversation, from the body that was sent.
     *
     * @throws ApiError if it is no such request, for whatever reason; nothing else is thrown
     */
    CompletionRequest chat(byte[] body) throws ApiError {
        Fields fields = Fields.parse(body);
        String model = model(fields);
        int each = each(fields);
        List<Message> messages = messages(fields);
        Prompt prompt = Prompt.of(
                key(fields),
                messages,
                tokens.ofConversation(rendered(messages, fields.object("chat_template_kwargs"))));
        Optional<Integer> length = fields.whole("max_completion_tokens", 1, maxTokens);
        Optional<Integer> older = fields.whole("max_tokens", 1, maxTokens);
        return finish(
                model,
                fields,
                true,
                responses(fields, List.of(prompt), each, TokenDetails.NONE, length.isPresent() ? length : older),
                fields.truth("logprobs"),
                false,
                TokenDetails.NONE);
    }

    private int each(Fields fields) throws ApiError {
        return fields.whole("n", 1, mostResponses).orElse(1);
    }

    private List<RolloutRequest> responses(
            Fields fields, List<Prompt> prompts, int each, TokenDetails details, Optional<Integer> length)
            throws ApiError {
        SamplingParams params = params(fields, length.orElse(maxTokens));
        int written = fields.whole("draw_position", 0, config.maxPositions()).orElse(0);
        if ((written > 0 || details.key().isPresent()) && (details.key().isEmpty() || each * prompts.size() > 1)) {
            throw ApiError.invalid(
                    "draw_key",
                    "'draw_key' is the key of one response, and 'draw_position' the number of its tokens at the prompt's end:"
                            + " send both with one prompt, and leave out 'n'.");
        }
        List<RolloutRequest> responses = new ArrayList<>();
        for (Prompt prompt : prompts) {
            SamplingParams fitted = fitted(prompt, params, length.isPresent());
            for (int sample = 0; sample < each; sample++) {
                responses.add(split(RolloutRequest.of(prompt, sample, fitted), written));
            }
        }
        return responses;
    }

    /** Makes the last tokens of a prompt the beginning of its response. */
    private static RolloutRequest split(RolloutRequest request, int written) throws ApiError {
        int[] tokens = request.prompt().tokens();
        if (written == 0) {
            return request;
        }
        if (written >= tokens.length) {
            throw ApiError.invalid(
                    "draw_position",
                    "'draw_position' is " + written + ", but the prompt has " + tokens.length
                            + " tokens, of which at least one must come before the response.");
        }
        int first = tokens.length - written;
        Prompt prompt = Prompt.of(request.prompt().id(), List.of(), Arrays.copyOf(tokens, first));
        return RolloutRequest.of(prompt, request.sample(), request.params())
                .withPrefix(Arrays.copyOfRange(tokens, first, tokens.length));
    }

    private static CompletionRequest finish(
            String model,
            Fields fields,
            boolean chat,
            List<RolloutRequest> responses,
            boolean logprobs,
            boolean echo,
            TokenDetails details)
            throws ApiError {
        boolean stream = fields.truth("stream");
        Optional<JsonNode> options = fields.take("stream_options");
        NeutralFields.take(fields);
        fields.end();
        if (stream && (details.ids() || details.scores())) {
            throw ApiError.invalid(
                    "stream",
                    "A stream has no token ids, no most likely tokens and no log-probabilities of the prompt: leave out"
                            + " 'stream', or leave out 'return_token_ids' and 'prompt_logprobs', and set 'logprobs' to 0 or 1.");
        }
        if (stream && responses.stream().anyMatch(response -> response.prefix().length > 0)) {
            throw ApiError.invalid(
                    "draw_position", "A stream does not go on from 'draw_position': leave out one of both.");
        }
        boolean usage =
                options.map(found -> found.path("include_usage").asBoolean()).orElse(false);
        return new CompletionRequest(model, chat, responses, stream, usage, logprobs, echo, Optional.empty(), details);
    }

    private String model(Fields fields) throws ApiError {
        List<String> wanted = fields.texts("model");
        List<String> there = models.get();
        String name = wanted.isEmpty() ? there.get(0) : wanted.get(0);
        if (wanted.size() > 1 || !there.contains(name)) {
            throw noModel(name, there);
        }
        return name;
    }

    static ApiError noModel(String name, List<String> there) {
        return ApiError.notFound(
                "There is no model '" + ApiError.excerpt(name) + "' here, but '" + String.join("', '", there) + "'.",
                "model_not_found");
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
            messages.add(new Message(message.path("role").textValue(), Fields.content(message)));
        }
        if (messages.isEmpty()) {
            throw ApiError.invalid("messages", "'messages' is empty, expected at least one.");
        }
        return messages;
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
