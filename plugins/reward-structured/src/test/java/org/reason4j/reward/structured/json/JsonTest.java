package org.reason4j.reward.structured.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.reward.structured.text.Place;
import org.reason4j.testkit.subject.Samples;

/** JSON against a schema, and against a wanted value. */
class JsonTest {

    private static final Map<String, Object> PERSON = Map.of(
            "type", "object",
            "properties", Map.of("name", Map.of("type", "string"), "age", Map.of("type", "integer", "minimum", 0)),
            "required", List.of("name"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"name\": \"Ada\"} | 1",
                "{\"name\": \"Ada\", \"age\": 36, \"x\": null} | 1",
                "{\"name\": \"Ada\", \"age\": -1} | 0.2",
                "{\"age\": 36} | 0.2",
                "[] | 0.2",
                "{\"name\": \"Ada\", \"name\": \"Ada\"} | 0",
                "{\"name\": \"Ada\"} and more | 0",
                "{'name': 'Ada'} | 0",
                "Ada | 0",
            })
    void jsonConformsOrIsOfAnotherShapeOrIsNone(String response, double value) {
        JsonConforms reward = new JsonConforms(new JsonConforms.Config(Place.WHOLE, "schema", 0.2));
        assertThat(reward.score(group("schema", PERSON, response))).containsExactly(Score.of(value));
        assertThat(reward.requirements()).isEqualTo(Requirements.fields("schema"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{\"type\": \"whole\"}", "{", "{\"$ref\": \"http://127.0.0.1:1/schema.json\"}", "17"})
    void aSchemaThatCanNotBeReadIsAFaultOfTheDataset(String schema) {
        JsonConforms reward = new JsonConforms(JsonConforms.Config.DEFAULTS);
        assertThat(reward.score(group("schema", schema, "```json\n{}\n```", "none")))
                .hasSize(2)
                .allSatisfy(score -> assertThat(((Score.Failed) score).reason())
                        .startsWith("the dataset is at fault: the field 'schema' is no JSON schema: "));
    }

    @Test
    void anAnswerIsTheJsonWithItsKeysInOrder() {
        JsonFields reward = new JsonFields(JsonFields.Config.DEFAULTS);
        Group group =
                group("answer", "{}", "```json\n{\"b\": 1, \"a\": [2]}\n```", "```\n{\"a\":[2],\"b\":1}\n```", "none");
        assertThat(group.trajectories().stream().map(reward::answer).toList())
                .containsExactly(
                        java.util.Optional.of("{\"a\":[2],\"b\":1}"),
                        java.util.Optional.of("{\"a\":[2],\"b\":1}"),
                        java.util.Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": 1, \"b\": \"x\"} | {\"b\": \"x\", \"a\": 1.0} | 1",
                "{\"a\": 1, \"b\": \"x\"} | {\"a\": 1, \"b\": \"y\"} | 0.3333333333", // 1 of 2 wanted and 1 extra
                "{\"a\": 1, \"b\": \"x\"} | {\"a\": 1} | 0.5",
                "{\"a\": 1} | {\"a\": 1, \"b\": 2, \"c\": 3} | 0.3333333333",
                "{\"a\": {\"b\": [1, 2]}} | {\"a\": {\"b\": [1, 3]}} | 0.3333333333",
                "{\"a\": {\"b\": [1, 2]}} | {\"a\": 5} | 0",
                "[1, 2, 3] | [1, 2] | 0.6666666667",
                "[1, 2] | [2, 1] | 0",
                "[] | [] | 1",
                "{} | [] | 0",
                "null | null | 1",
                "true | \"true\" | 0",
                "0.1 | 0.10000000001 | 1",
                "0.1 | 0.1001 | 0",
                "1e999 | 1e999 | 1",
                "7 | seven | 0",
            })
    void fieldsAreCounted(String wanted, String response, double value) {
        assertThat(fields(false, true, true, wanted, response)).isCloseTo(value, within(1e-9));
    }

    @Test
    void allFieldsOrNothing() {
        assertThat(fields(true, true, true, "{\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": 3}"))
                .isZero();
        assertThat(fields(true, true, true, "{\"a\": 1}", "{\"a\": 1, \"b\": 3}"))
                .isZero();
        assertThat(fields(true, false, true, "{\"a\": 1}", "{\"a\": 1, \"b\": 3}"))
                .isEqualTo(1);
    }

    @Test
    void elementsInAnyOrderTakeTheOneThatFitsThemBest() {
        String wanted = "[{\"n\": 1, \"s\": \"x\"}, {\"n\": 2, \"s\": \"y\"}]";
        assertThat(fields(false, true, false, wanted, "[{\"n\": 2, \"s\": \"y\"}, {\"n\": 1, \"s\": \"x\"}]"))
                .isEqualTo(1);
        // n of the first, all of the second; s=z is extra
        assertThat(fields(false, true, false, wanted, "[{\"n\": 2, \"s\": \"y\"}, {\"n\": 1, \"s\": \"z\"}]"))
                .isCloseTo(0.6, within(1e-9));
        assertThat(fields(false, true, false, "[1, 1, 2]", "[2, 1, 3, 1]")).isEqualTo(0.75);
    }

    @Test
    @Timeout(30)
    void listsOfTooManyElementsAreUndecided() {
        String long1 = IntStream.range(0, 3000).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        String long2 = IntStream.range(5000, 8000).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        JsonFields reward = new JsonFields(new JsonFields.Config(Place.WHOLE, "answer", false, true, false, 0));
        assertThat(reward.score(group("answer", long1, long2))).singleElement().isInstanceOf(Score.Unscorable.class);
    }

    @Test
    void aWantedValueThatIsNoJsonIsAFaultOfTheDataset() {
        assertThat(new JsonFields(JsonFields.Config.DEFAULTS).score(group("answer", "{not so", "```\n{}\n```")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Score.Failed.class,
                        score -> assertThat(score.reason()).startsWith("the dataset is at fault: the field 'answer'"));
    }

    private static double fields(boolean all, boolean extra, boolean inOrder, String wanted, String response) {
        JsonFields reward = new JsonFields(new JsonFields.Config(Place.WHOLE, "answer", all, extra, inOrder, 1e-9));
        return ((Score.Value) reward.score(group("answer", wanted, response)).get(0)).value();
    }

    private static Group group(String field, Object value, String... responses) {
        return Samples.group(Samples.prompt("p", "q").withFields(Map.of(field, value)), responses);
    }
}
