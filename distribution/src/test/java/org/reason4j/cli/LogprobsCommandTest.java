package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogprobsCommandTest {

    @Test
    void theyAreThoseOfTransformers() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(CommandTester.llama().resolve("expected.json").toFile());
        List<String> sequences = new ArrayList<>();
        expected.get("ids").forEach(ids -> sequences.add(ids.toString().replaceAll("[\\[\\] ]", "")));

        var outcome = CommandTester.run(
                "logprobs", "--model", CommandTester.llama(), "--ids", String.join(";", sequences), "--json");

        assertThat(outcome.err()).isEmpty();
        JsonNode found = outcome.json().get("logprobs");
        assertThat(found).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(found.get(i)).hasSize(47);
            for (int t = 0; t < 47; t++) {
                assertThat(found.get(i).get(t).doubleValue())
                        .isCloseTo(
                                expected.get("next_token_logprobs")
                                        .get(i)
                                        .get(t)
                                        .doubleValue(),
                                within(1e-4));
            }
        }
    }

    @Test
    void sequencesOfDifferentLengthsHaveOneNumberLessThanIds() throws IOException {
        var outcome = CommandTester.run("logprobs", "--model", CommandTester.llama(), "--ids", "1,2,3; 4,5", "--json");

        assertThat(outcome.json().get("logprobs").get(0)).hasSize(2);
        assertThat(outcome.json().get("logprobs").get(1)).hasSize(1);
    }

    @Test
    void peopleReadOneLinePerToken() {
        var outcome = CommandTester.run(
                "logprobs",
                "--model",
                CommandTester.llama(),
                "--ids",
                "1,2,3",
                "--dtype",
                "bfloat16",
                "--device",
                "cpu");

        assertThat(outcome.out().lines())
                .hasSize(5)
                .startsWith("sequence 1")
                .anyMatch(line -> line.matches(" +2 +3 +-\\d+\\.\\d+"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1           | sequence 1 has 1 ids, expected at least 2",
                "1,2;        | sequence 2 has 0 ids, expected at least 2",
                "1,two       | found 'two' in sequence 1, expected a whole number",
                "1,,2        | found '' in sequence 1, expected a whole number",
                "1,-2        | found -2 in sequence 1, expected ids from 0 on",
                "1,2;3,100   | found 100 in sequence 2, expected ids from 0 to 99",
                "1,99999999999 | found '99999999999' in sequence 1"
            })
    void idsThatCannotBeScoredAreRefused(String ids, String complaint) {
        var outcome = CommandTester.run("logprobs", "--model", CommandTester.llama(), "--ids", ids);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(complaint).doesNotContain("\tat ");
    }

    @Test
    void moreIdsThanTheModelHasPositionsAreRefused() {
        var outcome = CommandTester.run("logprobs", "--model", CommandTester.llama(), "--ids", "1" + ",2".repeat(1024));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("sequence 1 has 1025 ids", "has 1024");
    }

    @ParameterizedTest
    @CsvSource({"--dtype,float8", "--device,tpu", "--device,cuda:99", "--model,nowhere"})
    void badOptionsAreRefused(String option, String value) {
        String model = option.equals("--model") ? value : CommandTester.llama().toString();
        var outcome = option.equals("--model")
                ? CommandTester.run("logprobs", "--model", model, "--ids", "1,2")
                : CommandTester.run("logprobs", "--model", model, "--ids", "1,2", option, value);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(value);
    }
}
