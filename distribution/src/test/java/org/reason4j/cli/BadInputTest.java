package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code reason4j train} answers to mistakes: one message, status 2, and nothing is trained. */
class BadInputTest {

    @TempDir
    Path directory;

    private Path recipe;
    private Path output;

    @BeforeEach
    void write() throws IOException {
        output = directory.resolve("output");
        recipe = Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: %s}
                data:
                  train: {name: addition, config: {count: 50}}
                  evaluation: {name: addition, config: {count: 8, split: held-out}}
                rollout: {groupSize: 2, maxTokens: 8}
                rewards: [numeric-answer]
                training: {steps: 2, promptsPerStep: 2}
                """.formatted(CommandTester.llama()));
    }

    /** Tries to train and returns what went to standard error. */
    private String refused(Object... arguments) {
        var outcome = CommandTester.run(
                Stream.concat(Stream.of("train"), Stream.of(arguments)).toArray());
        assertThat(outcome.err()).doesNotContain("\tat ", "Exception");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(output.resolve("checkpoints")).doesNotExist();
        return outcome.err();
    }

    private String refusedWith(String override) {
        return refused(recipe, override, "--output", output);
    }

    private Path model(String name) throws IOException {
        Path model = Files.createDirectory(directory.resolve(name));
        try (Stream<Path> files = Files.list(CommandTester.llama())) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName().toString()));
            }
        }
        return model;
    }

    private String refusedModel(Path model) {
        return refusedWith("model.path=" + model);
    }

    @Test
    void allMistakesOfARecipeAreToldAtOnceAndNothingIsWritten() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), """
                model: {path: policy}
                data:
                  train: {name: additoin}
                  evaluation: {name: addition, config: {count: many, splt: held-out}}
                rollout: {groupSize: two, topP: 1.5}
                rewards: [numeric-anser]
                sampler: grup
                optimizer: {name: grpo, preset: dappo, config: {clipHi: 0.3}}
                trackers: [console, jsnl]
                training: {steps: 2, learningRate: .nan}
                """);

        String told = refused(wrong, "--output", output);

        assertThat(told.lines()).hasSize(12);
        assertThat(told)
                .contains(
                        "wrong.yaml:1: model.path: No directory " + directory.resolve("policy") + ", expected a model.",
                        "wrong.yaml:3: data.train.name: No dataset named 'additoin'. Did you mean 'addition'?",
                        "wrong.yaml:4: data.evaluation.config.splt: unknown key, did you mean 'split'?",
                        "wrong.yaml:4: data.evaluation.config.count: found 'many', expected a whole number",
                        "wrong.yaml:5: rollout.groupSize: found 'two', expected a whole number",
                        "wrong.yaml:5: rollout.topP: found 1.5, expected a number in (0, 1]",
                        "wrong.yaml:6: rewards[0].name: No reward named 'numeric-anser'. Did you mean 'numeric-answer'?",
                        "wrong.yaml:7: sampler.name: No sampler named 'grup'. Did you mean 'group'?",
                        "wrong.yaml:8: optimizer.preset: No preset named 'dappo' of optimizer 'grpo'",
                        "wrong.yaml:8: optimizer.config.clipHi: unknown key, did you mean 'clipHigh'?",
                        "wrong.yaml:9: trackers[1].name: No tracker named 'jsnl'. Did you mean 'jsonl'?",
                        "wrong.yaml:10: training.learningRate: found .nan (which YAML reads as NaN), expected a finite");
        assertThat(output).doesNotExist();
    }

    @Test
    void problemsOfModelDataAndRewardsAreToldInOneStart() throws IOException {
        Path rows = Files.writeString(directory.resolve("rows.jsonl"), "{\"prompt\": \"1+1\", \"gold\": \"2\"}\n");
        String text = """
                model: {path: Qwen/Qwen3-0.6B}
                data:
                  train: {name: jsonl, config: {path: rows.jsonl, answer: solution}}
                  evaluation: {name: jsonl, config: {path: missing.jsonl}}
                rewards: [{name: numeric-answer, weight: REWARD}]
                training: {steps: 2, promptsPerStep: 2}
                """;
        String[] ofInputs = {
            "No directory " + directory + "/Qwen/Qwen3-0.6B, expected a model.",
            "'hf download Qwen/Qwen3-0.6B' downloads it",
            rows
                    + ": no row has the field 'solution' that the setting 'answer' names; fields of rows are [prompt, gold]",
            directory.resolve("missing.jsonl") + ": no such file"
        };
        Path good = Files.writeString(directory.resolve("good.yaml"), text.replace("REWARD", "1"));
        assertThat(refused(good, "--output", output)).contains(ofInputs);

        Path bad = Files.writeString(directory.resolve("bad.yaml"), text.replace("REWARD", "heavy"));
        assertThat(refused(bad, "--output", output))
                .contains(ofInputs)
                .contains("bad.yaml:5: rewards[0].weight: found 'heavy', expected a finite number");
    }

    @Test
    void aFieldThatAnotherRewardNeedsIsToldBesideOneThatCanNotBeBuilt() throws IOException {
        Files.writeString(directory.resolve("rows.jsonl"), "{\"prompt\": \"1+1\", \"gold\": \"2\"}\n");
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), """
                model: {path: nowhere}
                data:
                  train: {name: jsonl, config: {path: rows.jsonl}}
                  evaluation: {name: jsonl, config: {path: rows.jsonl}}
                rewards: [numeric-answer, {name: rubric, config: {model: absent}}]
                training: {steps: 2, promptsPerStep: 2}
                """);
        assertThat(refused(wrong, "--output", output))
                .contains("No directory " + directory.resolve("nowhere"))
                .contains("rewards[0] reads the field 'answer', but example '1' of data.train has only [gold]")
                .contains("rewards[0] reads the field 'answer', but example '1' of data.evaluation has only [gold]")
                .contains("No text model has the key 'absent'");
    }

    @Test
    void yamlThatSaysMoreThanARecipeIsOneMessage() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 25; i++) {
            bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]%n".formatted(i, i - 1));
        }
        for (String text : List.of(
                bomb.toString(),
                "seed: !!binary {a: b}",
                "seed: " + "x".repeat(10_000_000),
                "seed: \0",
                "seed: &s [*s]")) {
            Path hostile = Files.writeString(directory.resolve("hostile.yaml"), text);

            assertThat(refused(hostile, "--output", output).strip().lines()).hasSize(1);
            var explained = CommandTester.run("config", "explain", hostile);
            assertThat(explained.exitCode()).isEqualTo(2);
            assertThat(explained.err().strip().lines()).hasSize(1);
        }
        assertThat(refusedWith("optimizer.config.clipLow=!!binary {a: b}")).contains("found the tag '!!binary'");
        assertThat(output).doesNotExist();
    }

    @Test
    void argumentsAreCheckedToo() {
        assertThat(refused()).contains("Missing required parameter: 'RECIPE.yaml'", "Try 'reason4j train --help'.");
        assertThat(refused(recipe, "--bogus")).contains("Unknown option: '--bogus'");
        assertThat(refused(directory.resolve("none.yaml"))).contains("none.yaml: no such file; expected a recipe");
        assertThat(refused(directory)).contains(directory + ": a directory; expected a recipe in YAML");
        assertThat(refusedWith("training.learningRate=NaN"))
                .contains("command line: training.learningRate: found 'NaN', expected a finite number");
        assertThat(refusedWith("optimizer.config.clipLow=-1"))
                .contains("command line: optimizer.config: grpo.clipLow must be in (0, 1), got -1.0");
        assertThat(output).doesNotExist();
    }

    @Test
    void aGroupOfOneIsTooSmallForGroupRelativeAdvantages() {
        assertThat(refusedWith("rollout.groupSize=1"))
                .contains("optimizer compares at least 2 responses to a prompt, but rollout.groupSize is 1");
        assertThat(output).doesNotExist();
    }

    @Test
    void aRewardThatComparesResponsesCannotMeasure() {
        assertThat(refusedWith("rewards[0].name=majority-vote"))
                .contains("rewards[0] can't measure held-out problems: it compares responses with each other");
        assertThat(refusedWith("evaluation.reward.name=majority-vote"))
                .contains("evaluation.reward can't measure held-out problems: it compares responses");
        assertThat(output).doesNotExist();
    }

    @Test
    void modelsThatAreNotWholeAreRefused() throws IOException {
        Path missing = directory.resolve("missing");
        assertThat(refusedModel(missing)).contains("No directory " + missing + ", expected a model.");
        Files.createDirectory(missing);
        assertThat(refusedModel(missing)).contains("No file " + missing.resolve("config.json"));
    }

    @Test
    void aModelWithoutWeightsIsRefused() throws IOException {
        Path model = model("model");
        Files.delete(model.resolve("model.safetensors"));
        assertThat(refusedModel(model)).contains(model + " holds neither model.safetensors nor");
    }

    @Test
    void weightsThatAreCutOffAreRefused() throws IOException {
        Path model = model("model");
        Path weights = model.resolve("model.safetensors");
        byte[] all = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(all, all.length / 2));
        assertThat(refusedModel(model)).contains(weights + " is cut off: tensor '");
    }

    @Test
    void weightsWhoseHeaderLiesAreRefused() throws IOException {
        Path model = model("model");
        Path weights = model.resolve("model.safetensors");
        byte[] all = Files.readAllBytes(weights);
        int length = (int) ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(all, 8, length, StandardCharsets.UTF_8).replaceFirst("\\[100,64]", "[101,64]");
        System.arraycopy(header.getBytes(StandardCharsets.UTF_8), 0, all, 8, length);
        Files.write(weights, all);
        assertThat(refusedModel(model)).contains("of shape [101, 64], which takes 25856 bytes, but its data_offsets");
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() throws IOException {
        Path model = model("model");
        Path tokenizer = model.resolve("tokenizer.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = (ObjectNode) json.readTree(tokenizer.toFile());
        ((ObjectNode) root.path("model").path("vocab")).put("\u00e9", 250);
        json.writeValue(tokenizer.toFile(), root);
        assertThat(refusedModel(model)).contains(tokenizer + " has ids up to 250, but", "vocab_size 100");
    }

    @Test
    void aModelConfigThatIsNotJsonIsRefused() throws IOException {
        Path model = model("model");
        Files.writeString(model.resolve("config.json"), "{\"vocab_size\": ");
        assertThat(refusedModel(model)).contains(model.resolve("config.json") + " is not valid JSON");
    }

    private String refusedData(Path file) {
        return refused(
                recipe, "data.train.name=jsonl", "data.train.config={path: \"" + file + "\"}", "--output", output);
    }

    @Test
    void datasetsThatCannotBeReadAreRefused() throws IOException {
        Path data = directory.resolve("data.jsonl");
        assertThat(refusedData(data)).contains(data + ": no such file; expected one JSON object per line");
        Files.writeString(data, "");
        assertThat(refusedData(data)).contains(data + ": found no rows");
        Files.write(data, List.of("{\"prompt\": \"1+1=\", \"answer\": \"2\"}", "{\"prompt\": oops}"));
        assertThat(refusedData(data)).contains(data + ":2: not a JSON object at column");
        Files.writeString(data, "{\"prompt\": \"1+1=\"}");
        assertThat(refusedData(data)).contains("rewards[0] reads the field 'answer', but example '1' of data.train");
        assertThat(refused(recipe, "data.train.name=jsonl", "data.train.config={}", "--output", output))
                .contains("The dataset jsonl has no path.");
        assertThat(output).doesNotExist();
    }

    @Test
    void anOutputThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        var outcome = CommandTester.run("train", recipe, "--output", file.resolve("below"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("Can't write to " + file.resolve("below"))
                .contains("Choose another --output.")
                .doesNotContain("\tat ");
    }
}
