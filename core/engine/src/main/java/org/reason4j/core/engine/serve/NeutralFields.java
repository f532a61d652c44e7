package org.reason4j.core.engine.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Fields of requests that other servers know and this one does not carry out. A value that changes nothing is taken, as
 * clients send it by habit; every other one is refused, never ignored.
 */
final class NeutralFields {

    /** Fields that say nothing about the answer. */
    private static final Set<String> ABOUT_THE_CALL = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "parallel_tool_calls"); // of tools, which are refused

    private static final Predicate<JsonNode> ZERO = value -> value.isNumber() && value.doubleValue() == 0;
    private static final Predicate<JsonNode> ONE = value -> value.isNumber() && value.doubleValue() == 1;
    private static final Predicate<JsonNode> NO = value -> value.isBoolean() && !value.booleanValue();
    private static final Predicate<JsonNode> YES = value -> value.isBoolean() && value.booleanValue();
    private static final Predicate<JsonNode> EMPTY = value -> value.isContainerNode() && value.isEmpty();
    private static final Predicate<JsonNode> NO_TEXT =
            value -> value.isTextual() && value.textValue().isEmpty();

    private static final Map<String, Predicate<JsonNode>> NEUTRAL = new TreeMap<>(Map.ofEntries(
            Map.entry("frequency_penalty", ZERO),
            Map.entry("presence_penalty", ZERO),
            Map.entry("repetition_penalty", ONE),
            Map.entry("length_penalty", ONE),
            Map.entry("best_of", ZERO.or(ONE)),
            Map.entry("min_tokens", ZERO),
            Map.entry("top_logprobs", ZERO),
            Map.entry("logit_bias", EMPTY),
            Map.entry("suffix", NO_TEXT),
            Map.entry("tools", EMPTY),
            Map.entry("functions", EMPTY),
            Map.entry("tool_choice", oneOf("none", "auto")), // among no tools
            Map.entry("function_call", oneOf("none", "auto")),
            Map.entry(
                    "response_format",
                    EMPTY.or(value -> value.path("type").asText().equals("text"))),
            Map.entry(
                    "modalities",
                    EMPTY.or(
                            value -> value.size() == 1 && value.path(0).asText().equals("text"))),
            Map.entry("audio", EMPTY),
            Map.entry("use_beam_search", NO),
            Map.entry("ignore_eos", NO),
            Map.entry("early_stopping", NO),
            Map.entry("add_generation_prompt", YES),
            Map.entry("add_special_tokens", YES),
            Map.entry("skip_special_tokens", YES)));

    private NeutralFields() {}

    /**
     * Takes these fields.
     *
     * @throws ApiError if one asks for something
     */
    static void take(Fields fields) throws ApiError {
        for (String name : ABOUT_THE_CALL) {
            fields.take(name);
        }
        for (Map.Entry<String, Predicate<JsonNode>> entry : NEUTRAL.entrySet()) {
            Optional<JsonNode> value = fields.take(entry.getKey());
            if (value.isPresent() && !entry.getValue().test(value.get())) {
                throw ApiError.invalid(
                        entry.getKey(), "'" + entry.getKey() + "' is not supported by this server; leave it out.");
            }
        }
    }

    private static Predicate<JsonNode> oneOf(String... texts) {
        return value -> value.isTextual() && Set.of(texts).contains(value.textValue());
    }
}
