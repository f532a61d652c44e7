package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCommandTest {

    @TempDir
    Path run;

    private Path newest;

    @BeforeEach
    void twoCheckpoints() throws IOException {
        for (int step : new int[] {9, 10}) {
            newest = run.resolve("checkpoints/step-" + step);
            Files.createDirectories(newest.resolve("trainer"));
            Files.writeString(newest.resolve("trainer/state.json"), "{\"step\": " + step + "}");
            Files.write(newest.resolve("model.safetensors"), new byte[5000]);
            assertThat(CommandTester.run("checkpoint", "seal", newest).exitCode())
                    .isZero();
        }
    }

    @Test
    void aRunItsCheckpointsAndOneOfThemAreVerified() {
        String whole = "step-%d: whole, 2 files, 5\\.0 kB in \\d\\.\\d s%n";
        for (Path directory : new Path[] {run, run.resolve("checkpoints")}) {
            CommandTester.Outcome outcome = CommandTester.run("checkpoint", "verify", directory);
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).matches(String.format(whole + whole, 9, 10));
        }
        CommandTester.Outcome one = CommandTester.run("checkpoint", "verify", newest);
        assertThat(one.exitCode()).isZero();
        assertThat(one.out()).matches(String.format(whole, 10));
    }

    @Test
    void aDamagedOneIsToldAndTheExitStatusIsOne() throws IOException {
        Files.writeString(newest.resolve("model.safetensors"), "cut off");
        CommandTester.Outcome outcome = CommandTester.run("checkpoint", "verify", run);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .startsWith("step-9: whole")
                .endsWith(String.format("step-10: damaged: model.safetensors has 7 bytes, expected 5000%n"));
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void whatHasACheckpointsNameAndIsNoneIsToldToo() throws IOException {
        Files.createDirectory(run.resolve("checkpoints/step-99999999999"));
        Files.createFile(run.resolve("checkpoints/step-11"));
        Files.createDirectory(run.resolve("checkpoints/step-12"));
        CommandTester.Outcome outcome = CommandTester.run("checkpoint", "verify", run);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out().lines().skip(2))
                .containsExactly(
                        "step-11: damaged: it is a file, expected a directory",
                        "step-12: damaged: manifest.json is missing",
                        "step-99999999999: damaged: its number is none of a step");
    }

    @Test
    void aDirectoryWithoutCheckpointsIsRefused(@TempDir Path empty) {
        CommandTester.Outcome outcome = CommandTester.run("checkpoint", "verify", empty);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith(empty + " holds no checkpoint.");
        assertThat(CommandTester.run("checkpoint", "verify", empty.resolve("missing"))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aCheckpointIsSealedOnce() {
        CommandTester.Outcome outcome = CommandTester.run("checkpoint", "seal", newest);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith(newest.resolve("manifest.json") + " exists already.");
    }
}
