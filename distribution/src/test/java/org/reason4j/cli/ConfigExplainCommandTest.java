package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigExplainCommandTest {

    @TempDir
    Path directory;

    private Path recipe(String text) throws IOException {
        return Files.writeString(directory.resolve("recipe.yaml"), text);
    }

    private Path minimal() throws IOException {
        return recipe("""
                model:
                  path: policy
                data:
                  train: {name: jsonl, config: {path: train.jsonl}}
                  evaluation: {name: jsonl, config: {path: test.jsonl}}
                rewards:
                  - name: numeric-answer
                training:
                  steps: 5
                """);
    }

    @Test
    void everyValueIsPrintedWithItsOriginInColumns() throws IOException {
        var outcome = CommandTester.run("config", "explain", minimal(), "training.learningRate=0.5");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).anyMatch(line -> line.matches("training\\.steps +5 +recipe\\.yaml:9"));
        assertThat(lines).anyMatch(line -> line.matches("training\\.learningRate +0\\.5 +command line"));
        assertThat(lines).anyMatch(line -> line.matches("seed +42 +default"));
        assertThat(lines.stream().filter(line -> line.endsWith(" default")).map(line -> line.lastIndexOf("default")))
                .as("column of the origin")
                .containsOnly(lines.get(0).lastIndexOf("default"));
    }

    @Test
    void settingsOfPluginsAreThereToo() throws IOException {
        var outcome = CommandTester.run(
                "config", "explain", minimal(), "optimizer.preset=dapo", "optimizer.config.clipLow=0.1");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .anyMatch(line -> line.matches("optimizer\\.config\\.clipLow +0\\.1 +command line"))
                .anyMatch(line -> line.matches("optimizer\\.config\\.clipHigh +0\\.28 +preset grpo:dapo"))
                .anyMatch(line -> line.matches("data\\.train\\.config\\.prompt +prompt +default"))
                .anyMatch(line -> line.matches("rewards\\[0]\\.config\\.tolerance +0\\.0 +default"));
    }

    @Test
    void aChoiceIsPrintedByItsNameWithAllItsSettings() throws IOException {
        var outcome = CommandTester.run(
                "config",
                "explain",
                minimal(),
                "optimizer=policy-gradient",
                "optimizer.config.advantage={name: krpo, processNoise: 0.5}",
                "optimizer.config.loss.clip-high=0.3");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .anyMatch(line -> line.matches("optimizer\\.config\\.advantage\\.name +krpo +command line"))
                .anyMatch(line -> line.matches("optimizer\\.config\\.advantage\\.processNoise +0\\.5 +command line"))
                .anyMatch(line -> line.matches("optimizer\\.config\\.advantage\\.measurementNoise +0\\.01 +default"))
                .anyMatch(line -> line.matches("optimizer\\.config\\.loss\\.name +clip +default"))
                .anyMatch(line -> line.matches("optimizer\\.config\\.loss\\.clipHigh +0\\.3 +command line"))
                .noneMatch(line -> line.startsWith("optimizer.config.advantage.whiten"));
    }

    @Test
    void jsonHasTheSameInTheSameOrder() throws IOException {
        JsonNode settings = CommandTester.run("config", "explain", minimal(), "--json")
                .json()
                .get("settings");

        assertThat(settings.get(0).toString()).isEqualTo("{\"path\":\"seed\",\"value\":\"42\",\"origin\":\"default\"}");
        assertThat(settings.findValuesAsText("path")).contains("rewards[0].name", "training.clipNorm");
    }

    @Test
    void allProblemsOfARecipeAreToldAtOnce() throws IOException {
        var outcome = CommandTester.run("config", "explain", recipe("""
                model: {path: policy, precison: fp32}
                training: {steps: -1}
                """));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("precison", "training.steps", "rewards")
                .doesNotContain("\tat ");
    }

    @Test
    void aMissingRecipeIsNamed() {
        var outcome = CommandTester.run("config", "explain", directory.resolve("none.yaml"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("none.yaml: no such file");
    }

    @Test
    void configAloneAsksForACommand() {
        assertThat(CommandTester.run("config").exitCode()).isEqualTo(2);
        assertThat(CommandTester.run("config").err()).contains("No command given", "reason4j config --help");
    }
}
