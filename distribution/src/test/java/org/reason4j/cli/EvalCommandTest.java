package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
    void fieldsOfTheFileAreNamedWithoutARecipe() throws IOException {
        Path problems = problems("{\"question\": \"1+1=\", \"solution\": \"2\"}");

        JsonNode found = eval(
                        problems, "--data-config", "prompt=question", "--data-config", "answer=solution", "--json")
                .json();

        assertThat(found.get("problems").intValue()).isEqualTo(1);
        assertThat(eval(problems, "--data-config", "prompt=question").err())
                .contains("--data-config, such as answer=FIELD");
        assertThat(eval(problems, "--data-config", "prompt").err()).contains("'prompt': expected key=value");
    }

    @Test
    void theDatasetThatReadsTheFileIsNamed() throws IOException {
        assertThat(eval(sums(), "--dataset", "jsonl", "--json")
                        .json()
                        .get("problems")
                        .intValue())
                .isEqualTo(2);
        assertThat(eval(sums(), "--dataset", "jsnl").err()).contains("No dataset named 'jsnl'. Did you mean 'jsonl'?");
    }

    @Test
    void whatWasMeasuredDoesNotDependOnTheDayButOnTheSeed() throws IOException {
        Object[] options = {"--samples", "2", "--reward", "format-think", "--seed", "5", "--json"};
        assertThat(eval(sums(), options).out()).isEqualTo(eval(sums(), options).out());
    }

    @Test
    void aJudgeOfTheRecipeMeasures() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/v1/chat/completions", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String verdict = asked.contains("It is 2.") ? "yes" : "no";
            byte[] reply = ("{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"<verdict>" + verdict
                            + "</verdict>\"}, \"finish_reason\": \"stop\"}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        try {
            JsonNode found = eval(
                            sums(),
                            "--recipe",
                            recipe(
                                    "{name: rubric, deadlineSeconds: 60, config: {criteria: [{text: 'It is {{field.answer}}.',"
                                            + " category: essential}]}}",
                                    "[{key: judge, name: openai, config: {baseUrl: 'http://127.0.0.1:"
                                            + server.getAddress().getPort() + "/v1', model: any}}]"),
                            "--json")
                    .json();
            assertThat(found.get("accuracy").doubleValue()).isEqualTo(0.5);
            assertThat(found.get("unscored").intValue()).isZero();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void modelsThatNobodyAsksAreNotNeeded() throws IOException {
        String away = "[{key: judge, name: local, config: {path: nowhere}}]";
        assertThat(eval(sums(), "--recipe", recipe("numeric-answer", away), "--json")
                        .json()
                        .get("problems")
                        .intValue())
                .isEqualTo(2);
        assertThat(eval(sums(), "--recipe", recipe("rubric", away)).err()).contains("nowhere");
        assertThat(eval(sums(), "--reward", "rubric").err()).contains("No text model has the key 'judge'");
    }

    private Path recipe(String reward, String models) throws IOException {
        return Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: nowhere}
                data: {train: addition, evaluation: addition}
                models: %s
                rewards: [%s]
                training: {steps: 1}
                evaluation: {samples: 0, k: []}
                """.formatted(models, reward));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vineppo          | it builds on the reward that measures, and can't be that itself",
                "negative-entropy | it reads [entropy], which only training computes",
                "majority-vote    | it compares responses with each other, not with what is right"
            })
    void aRewardThatNeedsTrainingIsRefused(String reward, String why) throws IOException {
        var outcome = eval(sums(), "--reward", reward);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("The reward '" + reward + "' can't measure: " + why, ". Name another one with --reward")
                .doesNotContain("\tat ");
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
