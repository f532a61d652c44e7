package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Problems of the gym in whole runs. */
class GymRunsTest {

    @TempDir
    Path directory;

    /** Six steps with levels that move; success is a response of lower-case letters, which the untrained model writes now and then. */
    private LetterRun recipe() {
        String families = "families: [{name: chain-sum, weight: 2, knobs: {terms: 2, negatives: 0}},"
                + " {name: decimal-chain-sum, knobs: {terms: 2, digits: 1, negatives: 0}}], instruction: ''";
        return LetterRun.in(directory)
                .with(
                        "data",
                        "{train: {name: gym, config: {" + families
                                + ", problems: 12}}, evaluation: {name: gym, config: {" + families
                                + ", problems: 4, split: evaluation}}}")
                .with("rewards", "[{name: lowercase}, {name: gym, config: {place: whole}}]")
                .with(
                        "curriculum",
                        "{name: gym-levels, config: {metric: lowercase, threshold: 0.3, raise: 0.5, lower: 0.4, window: 2, patience: 1,"
                                + " rehearsal: 0.2}}")
                .with("training", "{steps: 6, promptsPerStep: 4, learningRate: 1e-2}");
    }

    @Test
    void levelsMoveAndAResumedRunEndsWithTheSameWeights() throws IOException {
        Path alone = recipe().start("alone");
        assertThatThrownBy(() -> recipe().with("trackers", "[{name: jsonl}, {name: power-failure, config: {step: 5}}]")
                        .start("stopped"))
                .hasMessageContaining("the lights went out");
        Path resumed = recipe().resume("stopped");

        assertThat(LetterRun.functionsOfTheRecipe(resumed)).isEqualTo(LetterRun.functionsOfTheRecipe(alone));
        assertThat(Files.readAllBytes(resumed.resolve("checkpoints/step-6/model.safetensors")))
                .isEqualTo(Files.readAllBytes(alone.resolve("checkpoints/step-6/model.safetensors")));
        assertThat(LetterRun.steps(alone).stream()
                        .map(step -> step.path("gym/level").asDouble())
                        .distinct())
                .as("levels on the way")
                .hasSizeGreaterThan(1);
        assertThat(LetterRun.steps(alone))
                .allSatisfy(step -> assertThat(step.has("reward/gym/mean")).isTrue());
    }
}
