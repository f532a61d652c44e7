package org.reason4j.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.cli.CommandTester;

class NewCommandTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"gsm8k", "math", "countdown", "json", "sql", "tools", "judge"})
    void everyRecipeIsOneThatTheProductReads(String task) {
        Path file = directory.resolve(task + ".yaml");

        var written = CommandTester.run("new", task, "--output", file);
        var explained = CommandTester.run("config", "explain", file);

        assertThat(written.err()).isEmpty();
        assertThat(written.out())
                .startsWith("Wrote " + file)
                .contains("  hf download Qwen/", "  reason4j try " + file, "  reason4j train " + file);
        assertThat(explained.err()).isEmpty();
        assertThat(explained.exitCode()).isZero();
        assertThat(explained.out().lines())
                .anyMatch(line -> line.matches("data\\.system +.*" + file.getFileName() + ":\\d+"))
                .anyMatch(line -> line.matches("model\\.path +.*models/Qwen2\\.5.*"));
    }

    @Test
    void itNamesTheSchemaThatIsWrittenBesideIt() throws IOException {
        Path file = directory.resolve("recipes").resolve("countdown.yaml");

        CommandTester.run("new", "countdown", "--output", file);

        assertThat(Files.readAllLines(file).get(0)).isEqualTo("# yaml-language-server: $schema=reason4j.schema.json");
        assertThat(Files.readString(file.resolveSibling("reason4j.schema.json")))
                .isEqualTo(CommandTester.run("schema").json() + "\n");
        assertThat(CommandTester.run("schema", file).out()).contains("names a schema already");
    }

    @Test
    void aTaskThatNeedsNothingMoreNamesNoDownloads() {
        var written = CommandTester.run(
                "new", "countdown", "--model", "/models/mine", "--output", directory.resolve("countdown.yaml"));

        assertThat(written.out()).contains(". Look at two steps, and train:").doesNotContain("It needs");
    }

    @Test
    void aModelOfOnesOwnStandsInTheRecipeAndIsNotDownloaded() throws IOException {
        Path file = directory.resolve("mine.yaml");

        var written = CommandTester.run("new", "GSM8K", "--model", "/models/my \"own\"", "--output", file);

        assertThat(written.exitCode()).isZero();
        assertThat(written.out()).doesNotContain("hf download").contains("curl ");
        assertThat(Files.readString(file)).contains("model: {path: \"/models/my \\\"own\\\"\"}");
    }

    @Test
    void aFileThatIsThereIsNotReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve("gsm8k.yaml"), "mine");

        var written = CommandTester.run("new", "gsm8k", "--output", file);

        assertThat(written.exitCode()).isEqualTo(2);
        assertThat(written.err()).contains("is there already, and is not replaced. Name another file with --output.");
        assertThat(file).hasContent("mine");
    }

    @Test
    void anUnknownTaskIsRefusedWithThoseThatThereAre() {
        var refused = CommandTester.run("new", "gsm8", "--output", directory.resolve("x.yaml"));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("There is no recipe for 'gsm8'. Did you mean 'gsm8k'? Tasks are gsm8k, math, countdown");
    }
}
