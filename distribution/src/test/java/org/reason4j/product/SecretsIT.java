package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run with a key in its environment, whose tool repeats the key in every failure; all that the run leaves is searched. */
@DisabledOnOs(OS.WINDOWS)
class SecretsIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final String KEY = "sk-search-81247";

    @TempDir
    private Path scratch;

    private Path output;

    @BeforeEach
    void recipe() throws IOException {
        output = scratch.resolve("run");
        Path example = PRODUCT.resolve("examples/quickstart");
        Files.writeString(scratch.resolve("recipe.yaml"), """
                seed: 1
                model:
                  create: {config: EXAMPLE/config.json, tokenizer: EXAMPLE}
                data:
                  train: {name: multiplication, config: {count: 64, seed: 11}}
                  evaluation: {name: multiplication, config: {count: 8, seed: 12, split: held-out}}
                environment:
                  name: tools
                  config:
                    open: "["
                    close: "]"
                    result: "={output};"
                    error: "?;"
                    tools:
                      - name: search
                        kind: process
                        command: [sh, -c, 'read line; echo "no login with $KEY" >&2; exit 3', '${SEARCH_KEY}']
                        environment: {KEY: '${SEARCH_KEY}'}
                rollout: {groupSize: 8, maxTokens: 24, maxTurns: 2, batchSize: 128}
                rewards: [{name: numeric-answer, config: {place: answer-tag}}]
                optimizer: {name: grpo}
                training: {steps: 1, promptsPerStep: 8, learningRate: '${DEMO_RATE}'}
                evaluation: {limit: 4, samples: 0}
                checkpoints: {every: 1}
                """.replace("EXAMPLE", example.toString()));
    }

    @Test
    void theKeyIsInNoFileOfTheRunAndInNothingItPrints() throws Exception {
        EndedProgram outcome = train();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out() + outcome.err())
                .contains("no login with ${SEARCH_KEY}")
                .doesNotContain(KEY);
        assertThat(filesWithTheKey()).isEmpty();
        assertThat(Files.readString(output.resolve("checkpoints/step-1/trainer/recipe.resolved.yaml")))
                .isEqualTo(Files.readString(output.resolve("recipe.resolved.yaml")))
                .contains("KEY: \"${SEARCH_KEY}\"", "learningRate: \"${DEMO_RATE}\"", "placeholders:");
    }

    @Test
    void theKeyIsNotInTheMessageThatEndsARunWithItsTrace() throws Exception {
        EndedProgram outcome = train("rollout.onFailure=abort", "--debug");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("The environment failed for", "no login with ${SEARCH_KEY}", "\tat org.reason4j")
                .doesNotContain(KEY);
        assertThat(outcome.out()).doesNotContain(KEY);
        assertThat(filesWithTheKey()).isEmpty();
    }

    @Test
    void configExplainShowsThePlaceholder() throws Exception {
        EndedProgram outcome = run("config", "explain", "recipe.yaml");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("environment.config.tools[0].environment.KEY", "\"${SEARCH_KEY}\"")
                .doesNotContain(KEY);
    }

    private EndedProgram train(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("train", "recipe.yaml", "--output", output.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private EndedProgram run(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(PRODUCT.resolve("bin/reason4j").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SEARCH_KEY", KEY);
        builder.environment().put("DEMO_RATE", "1e-4");
        return EndedProgram.of(builder, scratch);
    }

    private List<Path> filesWithTheKey() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(KEY)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
