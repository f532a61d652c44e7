package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;

/** Whole runs of a tiny model whose rollouts a backend writes. */
class BackendIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "turns", "lora", "greedy", "parts"})
    void aBackendThatReadsTheWeightsFromFilesTrainsTheSameModel(String kind) throws IOException {
        TinyRun recipe = TinyRun.recipe();
        recipe = switch (kind) {
            case "turns" ->
                recipe.with("environment", "{name: vowels}")
                        .with("rollout", "{groupSize: 4, maxTokens: 20, batchSize: 32, maxTurns: 3}");
            case "lora" ->
                recipe.with("model", recipe.sections().get("model").replaceFirst("}$", ", lora: {rank: 4}}"));
            case "greedy" -> recipe.with("optimizer", "against-greedy");
            case "parts" ->
                recipe.with("rollout", "{groupSize: 4, maxTokens: 12, batchSize: 32, partialTokens: 3}")
                        .with("training", "{steps: 2, promptsPerStep: 8, learningRate: 1e-2, staleness: 1}");
            default -> recipe;
        };
        recipe.start(output("local"));
        recipe.with("backend", "files").start(output("remote"));

        assertThat(TinyRun.weights(output("remote"))).isEqualTo(TinyRun.weights(output("local")));
        boolean lora = kind.equals("lora");
        assertThat(Files.readAllLines(BackendToys.FromFiles.log(output("remote"))))
                .containsExactly("0 " + lora, "1 " + lora); // once per version that a batch was written with
        assertThat(output("remote").resolve("plugins/files/adapter-1/adapter_model.safetensors"))
                .satisfies(file -> assertThat(Files.exists(file)).isEqualTo(lora));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void batchesThatABackendWritesAheadAreThoseOfACopyInThisProcess(int staleness) {
        TinyRun recipe = TinyRun.recipe()
                .with("training", "{steps: 4, promptsPerStep: 4, learningRate: 1e-2, staleness: " + staleness + "}");
        recipe.start(output("local"));
        recipe.with("backend", "files").start(output("remote"));
        assertThat(TinyRun.weights(output("remote"))).isEqualTo(TinyRun.weights(output("local")));
        // step 1 trains on responses of its own weights, step b > staleness on those of so many updates before
        for (int step = 1; step <= 4; step++) {
            int age = Math.min(step - 1, staleness);
            assertThat(TinyRun.metrics(output("remote"))
                            .get(step - 1)
                            .path("staleness/age_" + age)
                            .asDouble())
                    .as("share of age %s in step %s", age, step)
                    .isCloseTo(1, within(1e-9));
        }
        recipe = recipe.with("backend", "files");
        TinyRun stopping = recipe.with("trackers", "[jsonl, {name: bomb, config: {step: 3}}]");
        assertThatThrownBy(() -> stopping.start(output("stopped"))).hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));
        assertThat(TinyRun.weights(output("stopped"))).isEqualTo(TinyRun.weights(output("local")));
    }

    @Test
    void aRunThroughABackendIsResumed() {
        TinyRun recipe = TinyRun.recipe()
                .with("training", "{steps: 4, promptsPerStep: 4, learningRate: 1e-2}")
                .with("backend", "files");
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[jsonl, {name: bomb, config: {step: 3}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));
        assertThat(TinyRun.weights(output("stopped"))).isEqualTo(TinyRun.weights(output("alone")));
    }

    @Test
    void aBackendWithoutSeedsIsSaidInTheMetrics() {
        TinyRun.recipe().with("backend", "{name: files, config: {lack: seeds}}").start(output("run"));
        assertThat(TinyRun.metrics(output("run")))
                .allMatch(step -> step.path("rollout/unseeded").asInt() == 1);
    }

    @Test
    void aRecipeThatNeedsMoreThanTheBackendCanIsRefused() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("backend", "{name: files, config: {lack: sampled}}")
                        .with("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32, topK: 3}")
                        .start(output("filters")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The backend 'files' (" + BackendToys.FromFiles.class.getName())
                .hasMessageContaining("gives no log-probabilities after top-k, top-p and min-p, but the recipe has"
                        + " rollout.topK 3");
    }

    @Test
    void aBackendThatCannotTakeOverWeightsEndsTheRun() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("backend", "{name: files, config: {lack: weights}}")
                        .start(output("run")))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("'files'")
                .hasMessageContaining("the disk is full");
    }

    private Path output(String name) {
        return directory.resolve(name);
    }
}
