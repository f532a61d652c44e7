package org.reason4j.environment.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final Arguments ADD = new Arguments(
            "add",
            Map.of(
                    "properties", Map.of("a", Map.of("type", "integer"), "b", Map.of("type", "integer")),
                    "required", List.of("a", "b")));

    private static Arguments single(String type) {
        return new Arguments("t", Map.of("properties", Map.of("x", Map.of("type", type)), "required", List.of("x")));
    }

    private static Optional<Object> only(String type, String input) {
        return single(type).read(input).map(arguments -> arguments.get("x"));
    }

    @Test
    void aJsonObjectHasTheArguments() {
        assertThat(ADD.read("{\"a\": 1, \"b\": [2.5, null]}").orElseThrow())
                .containsEntry("a", 1)
                .containsEntry("b", java.util.Arrays.asList(new BigDecimal("2.5"), null));
    }

    @Test
    void whatIsNoObjectHasNoneOfSeveralArguments() {
        for (String input : List.of("", "1, 2", "[1, 2]", "{\"a\": 1", "{\"a\": 1} or so", "null")) {
            assertThat(ADD.read(input)).as(input).isEmpty();
        }
        assertThat(ADD.complaint()).startsWith("the arguments of add are a JSON object of the schema {");
    }

    @Test
    void aSingleArgumentMayStandAlone() {
        assertThat(only("string", "12*3")).contains("12*3");
        assertThat(only("string", "")).contains("");
        assertThat(only("integer", "12")).contains(12);
        assertThat(only("number", "12*3")).isEmpty();
        assertThat(only("boolean", "true")).contains(true);
        assertThat(only("boolean", "1")).isEmpty();
        assertThat(only("array", "[1]")).contains(List.of(1));
        assertThat(only("object", "text")).isEmpty();
        assertThat(only("string", "{\"x\": \"y\"}")).contains("y");
    }

    @Test
    void theOnlyRequiredArgumentStandsForAll() {
        Arguments search = new Arguments(
                "search",
                Map.of(
                        "properties", Map.of("query", Map.of("type", "string"), "limit", Map.of("type", "integer")),
                        "required", List.of("query")));
        assertThat(search.read("rivers")).contains(Map.of("query", "rivers"));
    }

    @Test
    void aToolWithoutArgumentsIsCalledWithNothing() {
        Arguments now = new Arguments("now", Map.of("type", "object"));
        assertThat(now.read("")).contains(Map.of());
        assertThat(now.read("please")).isEmpty();
        assertThat(now.read("{}")).contains(Map.of());
    }
}
