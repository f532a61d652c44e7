package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalCommandTest {

    @TempDir
    Path directory;

    private Path problems(String... lines) throws IOException {
        return Files.write(directory.resolve("problems.jsonl"), List.of(lines));
    }

    private static CommandTester.Outcome eval(Path problems, Object... options) {
        return CommandTester.run(Stream.concat(
                        Stream.of("eval", "--model", CommandTester.llama(), "--data", problems, "--max-tokens", "8"),
                        Stream.of(options))
                .toArray());
    }

    private Path sums() throws IOException {
        return problems("{\"prompt\": \"1+1=\", \"answer\": \"2\"}", "{\"prompt\": \"1+2=\", \"answer\": \"3\"}");
    }

    @Test
    void aModelThatKnowsNothingSolvesNothing() throws IOException {
        JsonNode found = eval(sums(), "--samples", "2", "--k", "1,2", "--json").json();

        assertThat(found.fieldNames())
                .toIterable()
                .containsExactly(
                        "accuracy",
                        "standard_error",
                        "pass@1",
                        "pass@2",
                        "maj@2",
                        "problems",
                        "unscored",
                        "mean_length");
        assertThat(found.get("accuracy").doubleValue()).isZero();
        assertThat(found.get("problems").intValue()).isEqualTo(2);
        assertThat(found.get("unscored").intValue()).isZero();
    }

    @Test
    void theRecipeNamesRewardAndFieldsAndOptionsWin() throws IOException {
        Path problems = problems(
                "{\"question\": \"1+1=\", \"solution\": \"2\"}", "{\"question\": \"1+2=\", \"solution\": \"3\"}");
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: nowhere}
                data:
                  train: addition
                  evaluation: {name: jsonl, config: {path: other.jsonl, prompt: question, answer: solution}}
                rewards:
                  - name: countdown
                  - {name: numeric-answer, config: {place: hashes}}
                training: {steps: 1}
                evaluation: {samples: 4, k: [1, 4]}
                """);

        JsonNode found = eval(problems, "--recipe", recipe, "--reward", "numeric-answer", "--limit", "1", "--json")
                .json();

        assertThat(found.get("problems").intValue()).isEqualTo(1);
        assertThat(found.has("pass@4")).isTrue();
        assertThat(eval(problems, "--recipe", recipe, "--reward", "numeric-answer", "--greedy", "--json")
                        .json()
                        .has("pass@1"))
                .isFalse();
        assertThat(eval(problems, "--recipe", recipe).err()).contains("'countdown'");
    }

    @Test
    void whatWasMeasuredDoesNotDependOnTheDayButOnTheSeed() throws IOException {
        Object[] options = {"--samples", "2", "--reward", "format-think", "--seed", "5", "--json"};
        assertThat(eval(sums(), options).out()).isEqualTo(eval(sums(), options).out());
    }

    @Test
    void peopleReadATable() throws IOException {
        assertThat(eval(sums()).out().lines())
                .anyMatch(line -> line.matches("greedy accuracy +0\\.0% \\+- 0\\.0%"))
                .anyMatch(line -> line.matches("problems +2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--samples -1          | --samples is -1, expected 0 or more",
                "--k 8                 | --k holds 8, but there are 0 samples per problem. Give --samples 8",
                "--samples 4 --k 2,2   | --k is [2, 2], expected each k once",
                "--samples 4 --k 0     | --k holds 0, expected numbers from 1 on",
                "--greedy --samples 4  | --greedy draws no samples",
                "--limit -1            | --limit is -1",
                "--max-tokens 0        | should be specified only once",
                "--reward numeric-anser | No reward named 'numeric-anser'. Did you mean 'numeric-answer'?",
                "--recipe nowhere.yaml | nowhere.yaml: no such file; expected a recipe in YAML"
            })
    void whatCannotBeMeasuredIsRefused(String options, String complaint) throws IOException {
        var outcome = eval(sums(), (Object[]) options.split(" +"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(complaint).doesNotContain("\tat ");
    }

    @Test
    void problemsThatDoNotFitAreRefused() throws IOException {
        assertThat(eval(problems("{\"prompt\": \"1+1=\"}")).err())
                .contains("The reward 'numeric-answer' reads the field 'answer', but problem '1' of", "has only []");
        assertThat(eval(problems("{\"prompt\": \"1+1=\"}", "{prompt}")).err()).contains("problems.jsonl:2: not a JSON");
        assertThat(eval(problems("")).err()).contains("problems.jsonl: found no rows");
        assertThat(eval(directory.resolve("none.jsonl")).err()).contains("none.jsonl: no such file");
        assertThat(eval(problems("{\"prompt\": \"" + "1".repeat(1020) + "\", \"answer\": \"2\"}"))
                        .err())
                .contains("and its response up to 8, but", "has positions for 1024");
    }
}
