package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end otherwise than the command line meant. */
@DisabledOnOs(OS.WINDOWS)
class UnaskedExitIT {

    private static final Path LAUNCHER = Path.of("target/reason4j/bin/reason4j").toAbsolutePath();

    @TempDir
    private Path directory;

    private final List<Process> started = new java.util.ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aPluginThatEndsTheProcessIsNamedAndTheStatusIsItsOwn() throws Exception {
        Process process = train("{name: leaves, config: {calls: 9}}", "");

        assertThat(exitStatus(process)).as(err()).isEqualTo(3);
        assertThat(err())
                .contains("The process was ended before its work was done: proofs.leaver.LeaverPlugin$Leaves.score in"
                        + " leaver-1.2.0.jar, on thread 'reward-leaves', called System.exit")
                .contains("--resume");
        assertThat(out()).doesNotContain("Report:");
        assertThat(directory.resolve("run/summary.json")).doesNotExist();
        assertThat(directory.resolve("run/checkpoints/step-2")).exists();
    }

    @Test
    void aSignalEndsTheProcessAsEver() throws Exception {
        Process process = train("{name: waits, deadlineSeconds: 600}", "");
        for (int i = 0; i < 600 && !out().contains("waiting"); i++) {
            Thread.sleep(100);
        }
        process.destroy();

        assertThat(exitStatus(process)).as(err()).isEqualTo(143);
        assertThat(err()).doesNotContain("The process was ended");
    }

    @Test
    void exhaustedMemoryIsAMessageAndAStatus() throws Exception {
        Process process = train("{name: hoards, deadlineSeconds: 60, onFailure: drop-trajectory}", "-Xmx256m");

        assertThat(exitStatus(process)).as(err()).isEqualTo(1);
        assertThat(err()).containsPattern("Out of memory|OutOfMemoryError").doesNotContain("Exception in thread");
        assertThat(directory.resolve("run/summary.json")).doesNotExist();
    }

    private Process train(String reward, String options) throws IOException {
        ProofRun recipe = ProofRun.in(directory)
                .plugin("leaver")
                .with("rewards", "[" + reward + "]")
                .with("evaluation", "{every: 99, limit: 2, threshold: 0.5, reward: {name: lowercase}}");
        ProcessBuilder builder = new ProcessBuilder(
                        LAUNCHER.toString(),
                        "train",
                        recipe.file().toString(),
                        "--output",
                        directory.resolve("run").toString(),
                        "--plugin-dir",
                        directory.resolve("plugins").toString())
                .redirectOutput(directory.resolve("out.txt").toFile())
                .redirectError(directory.resolve("err.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", options);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static int exitStatus(Process process) throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        return process.exitValue();
    }

    private String out() throws IOException {
        return Files.readString(directory.resolve("out.txt"));
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err.txt"));
    }
}
