package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.trackers.mlflow.MlflowReplies;

/** A run of four steps that stops in the third and goes on from the second, with every tracker that others read. */
class TrackersRunsTest {

    @TempDir
    Path directory;

    private String trackers(MlflowReplies server, Path textfile) {
        return "{name: jsonl}, {name: tensorboard, preset: trl}, {name: mlflow, config: {url: \"" + server.url()
                + "\", timeoutSeconds: 60}}, {name: prometheus, config: {serve: false, textfile: " + textfile
                + "}}, {name: wandb-offline}";
    }

    private static List<Integer> steps(List<String> lines) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Integer> steps = new ArrayList<>();
        for (String line : lines) {
            JsonNode row = json.readTree(line);
            if (row.has("reward/mean")) {
                steps.add(row.get("step").intValue());
            }
        }
        return steps;
    }

    @Test
    void aRunThatStoppedAndWasResumedIsOneRunEverywhere() throws IOException {
        Path textfile = directory.resolve("run.prom");
        try (MlflowReplies server = new MlflowReplies()) {
            String trackers = trackers(server, textfile);
            LetterRun recipe = LetterRun.in(directory);
            assertThatThrownBy(() -> recipe.with(
                                    "trackers", "[" + trackers + ", {name: power-failure, config: {step: 3}}]")
                            .start("run"))
                    .hasMessageContaining("the lights went out");
            assertThat(Files.readString(textfile)).contains("reason4j_run_failed{run=\"letters\"} 1.0");
            Path output = recipe.with("trackers", "[" + trackers + "]").resume("run");

            assertThat(server.size()).isEqualTo(1);
            assertThat(server.history(0, "reward/mean")).hasSize(4);
            assertThat(server.statuses(0)).contains("FAILED").endsWith("FINISHED");
            assertThat(server.params(0))
                    .containsEntry("training.promptsPerStep", "4")
                    .containsEntry("rewards.0.name", "lowercase");
            List<JsonNode> kept = LetterRun.steps(output);
            for (int step = 1; step <= 4; step++) {
                assertThat(server.history(0, "reward/mean").get(step - 1))
                        .isEqualTo(step + " "
                                + kept.get(step - 1).get("reward/mean").doubleValue());
            }
            assertThat(server.history(0, "eval/full/accuracy")).hasSize(2); // before and after
            assertThat(Files.readString(textfile))
                    .contains("reason4j_run_step{run=\"letters\"} 4.0", "reason4j_run_ended{run=\"letters\"} 1.0");
            assertThat(steps(Files.readAllLines(output.resolve("plugins/trackers/wandb/history.jsonl"))))
                    .containsExactly(1, 2, 3, 4);
            try (Stream<Path> files = Files.list(output.resolve("tensorboard"))) {
                String events = new String(
                        Files.readAllBytes(
                                files.sorted().reduce((one, next) -> next).orElseThrow()),
                        StandardCharsets.ISO_8859_1);
                assertThat(events).contains("train/reward", "_hparams_/session_start_info", "training.promptsPerStep");
            }
        }
    }
}
