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
    void whatCoreAndPluginsOfferIsListedByKind() {
        var outcome = CommandTester.run("plugins", "list");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).anyMatch(line -> line.matches("  dataset +jsonl"));
        assertThat(lines).anyMatch(line -> line.matches("  tracker +completions, console, jsonl, report, tensorboard"));
        assertThat(lines).anyMatch(line -> line.matches("  optimizer +.*\\bgrpo\\b.*"));
    }

    @Test
    void jsonNamesClassJarAndPresets() throws IOException {
        JsonNode plugins = CommandTester.run("plugins", "list", "--json").json().get("plugins");

        List<String> types = new ArrayList<>();
        plugins.forEach(plugin -> types.add(plugin.get("class").textValue()));
        assertThat(types)
                .contains("org.reason4j.core.trainer.components.BuiltIns", "org.reason4j.optimizer.grpo.GrpoPlugin");
        JsonNode dataset = plugins.get(types.indexOf("org.reason4j.core.trainer.components.BuiltIns"))
                .get("components")
                .get("dataset");
        assertThat(dataset.toString()).isEqualTo("[{\"name\":\"jsonl\",\"presets\":[]}]");
        assertThat(plugins.findValuesAsText("jar")).hasSameSizeAs(types);
    }

    @Test
    void aPluginDirectoryThatDoesNotExistIsNamed() {
        var outcome = CommandTester.run("plugins", "list", "--plugin-dir", directory.resolve("none"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("none' does not exist");
    }

    @Test
    void aBrokenJarIsNamedAndTheOthersAreListed() throws IOException {
        Files.writeString(directory.resolve("broken.jar"), "no zip");
        var outcome = CommandTester.run("plugins", "list", "--plugin-dir", directory);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .contains("1 plugin was not loaded:", "- broken.jar: It can't be read as a jar")
                .doesNotContain("\tat ");
        assertThat(outcome.out()).contains("grpo");
    }

    @Test
    void theSameDirectoryTwiceCountsOnce() {
        var outcome =
                CommandTester.run("plugins", "list", "--plugin-dir", directory, "--plugin-dir", directory.resolve("."));

        assertThat(outcome.exitCode()).isZero();
    }
}
