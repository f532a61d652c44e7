package com.example.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;

class JsonSchemaRewardTest {

    private static final Map<String, Object> PERSON = Map.of(
            "type",
            "object",
            "required",
            List.of("name"),
            "properties",
            Map.of("name", Map.of("type", "string"), "age", Map.of("type", "integer", "minimum", 0)),
            "additionalProperties",
            false);

    @Test
    void jsonThatConformsEarnsOne() {
        assertEquals(Score.of(1), score(PERSON, fence("{\"name\": \"Ada\", \"age\": 36}")));
    }

    @Test
    void jsonThatViolatesTheSchemaEarnsThePart() {
        assertEquals(Score.of(0.1), score(PERSON, fence("{\"age\": 36}")));
        assertEquals(Score.of(0.1), score(PERSON, fence("{\"name\": \"Ada\", \"age\": -1}")));
        assertEquals(Score.of(0.1), score(PERSON, fence("{\"name\": \"Ada\", \"born\": 1815}")));
    }

    @Test
    void whatIsNoJsonEarnsNothing() {
        for (String response : List.of(
                "",
                "Ada, 36",
                fence("{\"name\": "),
                fence(""),
                fence("{\"name\": \"Ada\"} and more"),
                fence("{\"name\": \"Ada\", \"name\": \"Bob\"}"),
                "```json\n{\"name\": \"Ada\"}")) {
            assertEquals(Score.of(0), score(PERSON, response), response);
        }
    }

    @Test
    void theLastBlockCounts() {
        assertEquals(Score.of(1), score(PERSON, fence("{}") + "no, rather:\n" + fence("{\"name\": \"Ada\"}")));
    }

    @Test
    void depthIsBounded() {
        assertEquals(Score.of(0), score(PERSON, fence("[".repeat(100_000) + "]".repeat(100_000))));
    }

    @Test
    void aSchemaMayBeText() {
        assertEquals(Score.of(1), score("{\"type\": \"integer\"}", fence("42")));
    }

    @Test
    void aSchemaThatCannotBeReadIsUnscorable() {
        assertInstanceOf(Score.Unscorable.class, score("{\"type\": ", fence("42")));
        assertInstanceOf(Score.Unscorable.class, score(List.of(1), fence("42")));
        assertInstanceOf(Score.Unscorable.class, score(Map.of("type", "whole number"), fence("42")));
    }

    @Test
    void noAddressIsRead() {
        Score score = score(Map.of("$ref", "https://example.com/person.json"), fence("42"));

        Score.Unscorable unscorable = assertInstanceOf(Score.Unscorable.class, score);
        assertTrue(unscorable.reason().contains("example.com/person.json"), unscorable.reason());
    }

    @Test
    void equalValuesAreEqualAnswers() {
        assertEquals(Optional.of("{\"a\":1,\"b\":[2]}"), answer(fence("{\"b\": [2], \"a\": 1}")));
        assertEquals(answer(fence("{\"a\": 1, \"b\": [2]}")), answer(fence("{\"b\":[2],\"a\":1}")));
        assertEquals(Optional.empty(), answer("no JSON"));
    }

    @Test
    void placesDiffer() {
        assertEquals(Optional.of("1"), JsonPlace.find(JsonSchemaConfig.Place.ANSWER_TAG, "<answer> 1 </answer>"));
        assertEquals(Optional.of("1"), JsonPlace.find(JsonSchemaConfig.Place.WHOLE, " 1\n"));
        assertEquals(Optional.empty(), JsonPlace.find(JsonSchemaConfig.Place.FENCE, " 1\n"));
    }

    @Test
    void aPartBeyondOneIsRefused() {
        assertThrows(ConfigException.class, () -> new JsonSchemaConfig("schema", JsonSchemaConfig.Place.FENCE, 1.5));
    }

    private static String fence(String json) {
        return "Here it is:\n```json\n" + json + "\n```\n";
    }

    private static Score score(Object schema, String response) {
        return reward().score(group(schema, response)).get(0);
    }

    private static Optional<String> answer(String response) {
        return reward().answer(group(true, response).trajectories().get(0));
    }

    private static JsonSchemaReward reward() {
        return new JsonSchemaReward(JsonSchemaConfig.DEFAULTS);
    }

    private static Group group(Object schema, String response) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1}).withFields(Map.of("schema", schema));
        return Group.of(
                prompt,
                List.of(Trajectory.sampled(prompt, 0, new int[] {2}, response, Finish.STOP, 0, SamplingParams.of(64))));
    }
}
