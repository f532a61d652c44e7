package org.reason4j.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;

class TryCommandTest {

    @TempDir
    Path directory;

    private Path recipe(String more) throws IOException {
        return Files.writeString(directory.resolve("sums.yaml"), """
                seed: 3
                device: cpu
                model: {path: %s, precision: fp32}
                data:
                  train: {name: addition, config: {count: 50, seed: 1}}
                  evaluation: {name: addition, config: {count: 30, seed: 2, split: held-out}}
                rollout: {groupSize: 4, maxTokens: 6, batchSize: 16}
                rewards:
                  - {name: numeric-answer, config: {place: answer-tag}}
                training: {steps: 300, promptsPerStep: 2, learningRate: 1e-3}
                %s
                """.formatted(CommandTester.llama(), more));
    }

    /** What the command prints; progress goes to standard output. */
    private static String tried(Path recipe, String... more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            Object[] command = Stream.concat(Stream.of("try", recipe.toString()), Stream.of(more))
                    .toArray();
            var outcome = CommandTester.run(command);
            return bytes.toString(StandardCharsets.UTF_8) + outcome.err();
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void aModelThatKnowsNothingIsToldWithItsResponsesAndTheTimeOfTheWholeRecipe() throws IOException {
        Path recipe = recipe("checkpoints: {every: 1}");

        String told = tried(recipe, "training.promptsPerStep=3");

        assertThat(told)
                .contains("2 steps of " + recipe + ". Nothing was kept.")
                .containsPattern(
                        "answers read +0 of 24, by the reward 'numeric-answer'") // 2 steps, 3 prompts, groups of 4
                .containsPattern("reward numeric-answer +mean 0, deviation 0")
                .containsPattern("groups with signal +0\\.0%")
                .containsPattern("truncated +\\d+\\.\\d% of the responses, at 6 tokens")
                .containsPattern("a right response +none in these steps")
                .containsPattern("a wrong response +to: .*\\d")
                .containsPattern("memory +[\\d.]+ GB")
                .containsPattern("seconds per step +[\\d.e-]+: ")
                .containsPattern("whole recipe +about .*: 300 steps .*, held-out problems ")
                .containsPattern("coach +step 1, (truncated|no-answer): ")
                .endsWith("Train: reason4j train " + recipe + " training.promptsPerStep=3" + System.lineSeparator());
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(recipe);
        }
    }

    @Test
    void aRecipeWithoutStepsOfReinforcementLearningIsRefused() throws IOException {
        Path recipe =
                recipe("supervised: {data: {name: addition, config: {count: 9, demonstrations: true}}, steps: 3}");

        assertThat(tried(recipe, "training.steps=0")).contains("has no steps of reinforcement learning to try");
    }
}
