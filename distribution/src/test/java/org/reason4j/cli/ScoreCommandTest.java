package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.ScalarModel;

class ScoreCommandTest {

    @TempDir
    Path directory;

    private Path responses(String... lines) throws IOException {
        return Files.write(directory.resolve("responses.jsonl"), List.of(lines));
    }

    private static CommandTester.Outcome score(Path responses, Object... options) {
        return CommandTester.run(Stream.concat(Stream.of("score", "--data", responses), Stream.of(options))
                .toArray());
    }

    private static List<JsonNode> lines(CommandTester.Outcome outcome) throws IOException {
        assertThat(outcome.err()).isEmpty();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : outcome.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void eachLineOfTheFileHasALineAndCountsFollow() throws IOException {
        Path file = responses(
                "{\"answer\": \"2\", \"response\": \"<answer>2</answer>\"}",
                "{\"answer\": \"3\", \"response\": \"<answer>4</answer>\"}",
                "{\"answer\": \"3\", \"response\": \"I don't know\"}");

        List<JsonNode> lines = lines(score(file, "--reward", "numeric-answer", "--json"));

        assertThat(lines.get(0).toString()).isEqualTo("{\"outcome\":\"value\",\"value\":1.0,\"answer\":\"2\"}");
        assertThat(lines.get(1).toString()).isEqualTo("{\"outcome\":\"value\",\"value\":0.0,\"answer\":\"4\"}");
        assertThat(lines.get(2).toString()).isEqualTo("{\"outcome\":\"value\",\"value\":0.0}");
        assertThat(lines.get(3).get("counts").toString())
                .isEqualTo("{\"value\":3,\"unscorable\":0,\"timed-out\":0,\"failed\":0}");
        assertThat(lines.get(3).get("mean").doubleValue()).isEqualTo(1.0 / 3);
        assertThat(lines).hasSize(4);
    }

    @Test
    void fieldsOfTheFileAreNamed() throws IOException {
        Path file = responses("{\"label\": \"2\", \"completion\": \"<answer>2</answer>\"}");
        Object[] named = {
            "--reward",
            "numeric-answer",
            "--data-config",
            "answer=label",
            "--data-config",
            "response=completion",
            "--json"
        };

        assertThat(lines(score(file, named)).get(0).get("value").doubleValue()).isEqualTo(1);
        CommandTester.Outcome wrong = score(file, "--reward", "numeric-answer", "--data-config", "where=true");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("[where] are settings for " + file + ", expected some of [prompt, messages,");
    }

    @Test
    void settingsOfTheRewardAreGivenByKey() throws IOException {
        Path file = responses("{\"answer\": \"7\", \"response\": \"so it is #### 7\"}");

        assertThat(lines(score(file, "--reward", "numeric-answer", "--config", "place=hashes", "--json"))
                        .get(0)
                        .get("value")
                        .doubleValue())
                .isEqualTo(1);
        CommandTester.Outcome unknown = score(file, "--reward", "numeric-answer", "--config", "palce=hashes");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("palce").contains("place");
    }

    @Test
    void aRecipeComposesItsRewardsAndNamesEachOfThem() throws IOException {
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: nowhere}
                data: {train: addition, evaluation: addition}
                rewards:
                  - {name: numeric-answer, weight: 2, config: {place: answer-tag}}
                  - {name: format-think-answer, weight: 0.5}
                training: {steps: 1}
                """);
        Path file = responses(
                "{\"answer\": \"2\", \"response\": \"<think>\\n1+1\\n</think>\\n<answer>\\n2\\n</answer>\"}",
                "{\"answer\": \"2\", \"response\": \"<answer>2</answer>\"}");

        List<JsonNode> lines = lines(score(file, "--recipe", recipe, "--json"));

        assertThat(lines.get(0).get("value").doubleValue()).isEqualTo(2 * 1 + 0.5 * 1);
        assertThat(lines.get(1).get("value").doubleValue()).isEqualTo(2 * 1 + 0.5 * 0);
        assertThat(lines.get(1).get("scores").get("format-think-answer").toString())
                .isEqualTo("{\"outcome\":\"value\",\"value\":0.0}");
        JsonNode one = lines(score(file, "--recipe", recipe, "--reward", "numeric-answer", "--json"))
                .get(1);
        assertThat(one.get("value").doubleValue()).isEqualTo(2);
        assertThat(one.has("scores")).isFalse();
    }

    @Test
    void linesOfOneIdAreOneGroupAndKeepTheirPlaces() throws IOException {
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: nowhere}
                data: {train: addition, evaluation: addition}
                rewards: [majority-vote]
                training: {steps: 1}
                evaluation: {reward: {name: numeric-answer, config: {place: answer-tag}}}
                """);
        Path file = responses(
                "{\"id\": \"a\", \"answer\": \"9\", \"response\": \"<answer>1</answer>\"}",
                "{\"id\": \"b\", \"answer\": \"9\", \"response\": \"<answer>5</answer>\"}",
                "{\"id\": \"a\", \"answer\": \"9\", \"response\": \"<answer>2</answer>\"}",
                "{\"id\": \"a\", \"answer\": \"9\", \"response\": \"<answer>2</answer>\"}",
                "{\"id\": \"b\", \"answer\": \"9\", \"response\": \"<answer>5</answer>\"}");

        List<JsonNode> lines = lines(score(file, "--recipe", recipe, "--json"));

        assertThat(lines.subList(0, 5))
                .extracting(line -> line.get("value").doubleValue())
                .containsExactly(0.0, 1.0, 1.0, 1.0, 1.0);
    }

    @Test
    void anOutcomeThatIsNoValueHasItsReasonAndIsCounted() throws IOException {
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: nowhere}
                data: {train: addition, evaluation: addition}
                models: [{key: judge, name: openai, config: {baseUrl: "http://127.0.0.1:1/v1", model: none, retries: 0}}]
                rewards:
                  - {name: rubric, config: {model: judge, criteria: [{text: right}]}}
                training: {steps: 1}
                """);
        Path file = responses("{\"prompt\": \"1+1\", \"response\": \"2\"}");

        List<JsonNode> lines = lines(score(file, "--recipe", recipe, "--json"));

        assertThat(lines.get(0).get("outcome").textValue()).isEqualTo("failed");
        assertThat(lines.get(0).get("reason").textValue()).contains("127.0.0.1:1");
        assertThat(lines.get(1).get("counts").get("failed").intValue()).isEqualTo(1);
        assertThat(lines.get(1).has("mean")).isFalse();
    }

    @Test
    void aRewardOfTrainingIsRefusedWithTheReason() throws IOException {
        Path file = responses("{\"answer\": \"2\", \"response\": \"2\"}");

        assertThat(score(file, "--reward", "self-certainty").err()).contains("come with rollouts");
        assertThat(score(file, "--reward", "majority-vote").err()).contains("no id has more than 1");
        assertThat(score(file).err()).contains("--reward NAME");
        assertThat(score(file, "--reward", "no-such-reward").exitCode()).isEqualTo(2);
    }

    @Test
    void aRewardModelIsLoadedAndReadsTextsByItsOwnTokenizer() throws IOException {
        Path classifier = directory.resolve("classifier");
        try (ScalarModel start = ScalarModel.loadScores(CommandTester.llama(), Device.cpu(), Precision.FP32)) {
            start.save(classifier);
        }
        Path file = responses("{\"prompt\": \"1+1=\", \"response\": \"2\"}");

        JsonNode line = lines(score(file, "--reward", "reward-model", "--config", "path=" + classifier, "--json"))
                .get(0);

        assertThat(line.toString()).isEqualTo("{\"outcome\":\"value\",\"value\":0.0}"); // a head that starts at 0
        assertThat(score(file, "--reward", "reward-model", "--config", "path=" + CommandTester.llama())
                        .exitCode())
                .isEqualTo(2); // a language model, not a reward model
    }

    @Test
    void aRewardThatAsksThePolicyNeedsAModel() throws IOException {
        Path file = responses("{\"prompt\": \"1+1=\", \"answer\": \"2\", \"response\": \"<answer>2</answer>\"}");

        assertThat(score(file, "--reward", "rlpr").err()).contains("name one with --model");
        assertThat(lines(score(file, "--reward", "rlpr", "--model", CommandTester.llama(), "--json"))
                        .get(0)
                        .get("value")
                        .doubleValue())
                .isBetween(0.0, 1.0);
    }

    @Test
    void everyWrongLineIsToldAtOnce() throws IOException {
        Path file = responses(
                "{\"answer\": \"2\"}",
                "{\"id\": 1, \"answer\": \"2\", \"response\": \"2\"}",
                "{\"id\": 1, \"answer\": \"3\", \"response\": \"2\"}",
                "{\"answer\": \"2\", \"response\": \"2\", \"finish\": \"bored\"}");

        CommandTester.Outcome outcome = score(file, "--reward", "numeric-answer");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("responses.jsonl:1: found no 'response'")
                .contains("responses.jsonl:3: found other fields than in the first row of the id '1'")
                .contains("responses.jsonl:4: found 'bored' in 'finish', expected one of [stop, length]");
    }

    @Test
    void withoutJsonALineIsForReaders() throws IOException {
        Path file = responses("{\"answer\": \"2\", \"response\": \"<answer>2</answer>\"}");

        assertThat(score(file, "--reward", "numeric-answer").out().lines())
                .containsExactly(
                        "value        1.0000  2", "1 value, 0 unscorable, 0 timed-out, 0 failed; mean value 1.0000");
    }
}
