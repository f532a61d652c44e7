package org.reason4j.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;

class WatchCommandTest {

    @TempDir
    Path directory;

    private Path run(String name, double reward, double rate) throws IOException {
        Path run = Files.createDirectory(directory.resolve(name));
        Files.writeString(
                run.resolve("metrics.jsonl"), "{\"step\":1,\"reward/mean\":" + reward + "}\n{\"step\":2,\"rew");
        Files.writeString(run.resolve("recipe.resolved.yaml"), "training: {steps: 2, learningRate: " + rate + "}\n");
        return run;
    }

    @Test
    void comparedRunsStandBesideEachOtherWithWhatDiffers() throws IOException {
        Path page = directory.resolve("page.html");
        CommandTester.Outcome outcome =
                CommandTester.run("compare", run("one", 0.25, 0.1), run("two", 0.5, 0.2), "--output", page);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("Reward, last 10", "0.25", "training.learningRate", "Page: " + page)
                .doesNotContain("training.steps");
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("<h1>2 runs</h1>");
    }

    @Test
    void aDirectoryWithoutARunIsRefused() {
        CommandTester.Outcome outcome = CommandTester.run("watch", directory);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("holds no run", "expected the --output of 'reason4j train'");
    }

    @Test
    void aPortThatIsTakenEndsTheCommandAndTrainingBeforeItBegins() throws IOException {
        Path recipe = directory.resolve("recipe.yaml");
        Files.writeString(recipe, "seed: 1\n");
        Path output = directory.resolve("output");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            CommandTester.Outcome watching = CommandTester.run("watch", run("one", 0.5, 0.1), "--port", port);
            assertThat(watching.exitCode()).isEqualTo(2);
            assertThat(watching.err()).contains("Can't listen at 127.0.0.1:" + port, "Choose another --port,");
            CommandTester.Outcome training =
                    CommandTester.run("train", recipe, "--output", output, "--watch-port", port);
            assertThat(training.exitCode()).isEqualTo(2);
            assertThat(training.err()).contains("Can't listen at 127.0.0.1:" + port, "Choose another --watch-port");
            assertThat(output).doesNotExist();
        }
    }
}
