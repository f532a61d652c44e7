package org.reason4j.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;

class PluginsListCommandTest {

    @TempDir
    Path directory;

    @Test
    void everyPluginHasALineWithItsVersionRangeStateAndSource() {
        var outcome = CommandTester.run("plugins", "list");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines.get(0)).matches("id +version +requires-api +state +source");
        assertThat(lines).anyMatch(line -> line.matches("built-ins +\\S+ +- +built in +.*"));
        assertThat(lines)
                .anyMatch(line -> line.matches("optimizer-grpo +0\\.\\S+ +>?=1\\.\\S+.* +loaded +.*optimizer-grpo.*"));
        assertThat(outcome.out()).doesNotContain("Not loaded");
    }

    @Test
    void verboseAddsWhatPluginsOfferByKindWithPresetsAndTheirJars() {
        List<String> lines =
                CommandTester.run("plugins", "list", "-v").out().lines().toList();

        assertThat(lines).anyMatch(line -> line.matches("  dataset +jsonl"));
        assertThat(lines)
                .anyMatch(line ->
                        line.matches("  tracker +completions, console, jsonl, report, tensorboard \\(trl, verl\\)"));
        assertThat(lines).anyMatch(line -> line.matches("  optimizer +.*\\bgrpo \\(dapo, deepseekmath, .*"));
        assertThat(lines).anyMatch(line -> line.matches("  jar +optimizer-grpo\\S*\\.jar, SHA-256 [0-9a-f]{64}"));
    }

    @Test
    void jsonNamesClassJarsAndPresets() throws IOException {
        JsonNode answer = CommandTester.run("plugins", "list", "--json").json();
        JsonNode plugins = answer.get("plugins");

        List<String> types = new ArrayList<>();
        plugins.forEach(plugin -> types.add(plugin.get("class").textValue()));
        assertThat(types)
                .contains("org.reason4j.core.trainer.components.BuiltIns", "org.reason4j.optimizer.grpo.GrpoPlugin");
        JsonNode dataset = plugins.get(types.indexOf("org.reason4j.core.trainer.components.BuiltIns"))
                .get("components")
                .get("dataset");
        assertThat(dataset.toString()).isEqualTo("[{\"name\":\"jsonl\",\"presets\":[]}]");
        JsonNode grpo = plugins.get(types.indexOf("org.reason4j.optimizer.grpo.GrpoPlugin"));
        assertThat(grpo.get("id").textValue()).isEqualTo("optimizer-grpo");
        assertThat(grpo.get("state").textValue()).isEqualTo("loaded");
        assertThat(grpo.get("requiresApi").textValue()).contains("=1.");
        assertThat(grpo.at("/jars/0/sha256").textValue())
                .isEqualTo(grpo.get("sha256").textValue());
        assertThat(answer.get("refused").size()).isZero();
        assertThat(answer.get("passedOver").size()).isZero();
    }

    @Test
    void refusedPluginsAreListedWithEveryReasonAndTheCommandSucceeds() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no zip");
        var outcome = CommandTester.run("plugins", "list", "--plugin-dir", directory);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).anyMatch(line -> line.matches("- +- +- +refused +.*broken\\.jar"));
        assertThat(outcome.out().lines().toList())
                .containsSubsequence("Not loaded:")
                .anyMatch(line -> line.startsWith("- broken.jar: "));

        JsonNode refused = CommandTester.run("plugins", "list", "--json", "--plugin-dir", directory)
                .json()
                .get("refused");
        assertThat(refused.size()).isEqualTo(1);
        assertThat(refused.at("/0/state").textValue()).isEqualTo("refused");
        assertThat(refused.at("/0/source").textValue()).isEqualTo(broken.toString());
        assertThat(refused.at("/0/reasons/0").textValue()).isNotEmpty();
    }

    @Test
    void aPluginDirectoryThatDoesNotExistIsNamed() {
        var outcome = CommandTester.run("plugins", "list", "--plugin-dir", directory.resolve("none"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("none' does not exist");
    }

    @Test
    void theSameDirectoryTwiceCountsOnce() throws IOException {
        Files.writeString(directory.resolve("broken.jar"), "no zip");
        JsonNode answer = CommandTester.run(
                        "plugins", "list", "--json", "--plugin-dir", directory, "--plugin-dir", directory.resolve("."))
                .json();

        assertThat(answer.get("refused").size()).isEqualTo(1);
    }
}
