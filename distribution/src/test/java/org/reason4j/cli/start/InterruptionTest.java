package org.reason4j.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

    @TempDir
    Path run;

    private void checkpoint(String name) throws IOException {
        Files.createDirectories(run.resolve(name));
    }

    private String message(String... command) {
        return Interruption.message(run, List.of(command)).replace(System.lineSeparator(), "\n");
    }

    @Test
    void theNewestCheckpointIsNamedWithTheCommandThatGoesOn() throws IOException {
        checkpoint("checkpoints/step-0");
        checkpoint("checkpoints/step-20");
        checkpoint("checkpoints/step-100");
        assertThat(message("train", "my run.yaml", "training.steps=500"))
                .isEqualTo("Stopped. Kept: " + run.resolve("checkpoints/step-100") + ". Go on from there:\n"
                        + "  reason4j train 'my run.yaml' training.steps=500 --output " + run + " --resume");
    }

    @Test
    void whereTheRunWritesAndHowItWasResumedIsSaidOnce() throws IOException {
        checkpoint("checkpoints/step-20");
        assertThat(message("train", "a.yaml", "--output", "runs/a", "--resume"))
                .endsWith("  reason4j train a.yaml --output runs/a --resume");
        assertThat(message("train", "--resume-from", "10", "a.yaml", "--output=runs/a"))
                .endsWith("  reason4j train a.yaml --output=runs/a --resume");
        assertThat(message("train", "--resume-from=10", "a.yaml", "--output=runs/a"))
                .endsWith("  reason4j train a.yaml --output=runs/a --resume");
    }

    @Test
    void aSupervisedStageAndTheLastOfSeveralStagesHaveCheckpointsToo() throws IOException {
        assertThat(message("train", "a.yaml")).startsWith("Stopped before the first checkpoint.");
        checkpoint("supervised/checkpoints/step-40");
        assertThat(message("train", "a.yaml")).contains("Kept: " + run.resolve("supervised/checkpoints/step-40"));
        checkpoint("stages/2-b/checkpoints/step-5");
        checkpoint("stages/10-c");
        checkpoint("stages/1-a/checkpoints/step-50");
        assertThat(message("train", "a.yaml")).contains("Kept: " + run.resolve("stages/2-b/checkpoints/step-5"));
    }
}
