package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Whole runs whose reference policy moves. */
class MovingReferenceIT {

    private static final String SIX_STEPS = "{steps: 6, promptsPerStep: 8, learningRate: 1e-2, miniBatches: 2";
    private static final String RESET = "[{name: leash, config: {every: 3, share: 1}}]";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"average", "reset", "reset with moments", "average with adapters", "average ahead"})
    void aRunThatStoppedAndWasResumedEndsWithTheSameModels(String kind) throws IOException {
        TinyRun recipe = recipe(kind);
        recipe.start(output("alone"));
        assertThatThrownBy(() -> recipe.with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 5}}]")
                        .start(output("stopped")))
                .hasMessageContaining("the lights went out");
        recipe.resume(output("stopped"));

        assertThat(TinyRun.weights(output("stopped"))).isEqualTo(TinyRun.weights(output("alone")));
        for (String file : List.of("reference.safetensors", "optimizer.safetensors")) {
            assertThat(output("stopped").resolve("checkpoints/step-6/trainer").resolve(file))
                    .hasSameBinaryContentAs(output("alone")
                            .resolve("checkpoints/step-6/trainer")
                            .resolve(file));
        }
        assertThat(squares("stopped", 5)).isEqualTo(squares("alone", 5)).isPositive();
    }

    private static TinyRun recipe(String kind) {
        String model = TinyRun.recipe().sections().get("model");
        TinyRun recipe = TinyRun.recipe()
                .with("training", SIX_STEPS + (kind.endsWith("ahead") ? ", staleness: 2}" : "}"))
                .with(
                        "regularizers",
                        kind.startsWith("average")
                                ? "[leash]"
                                : "[{name: leash, config: {every: 3, share: 1, moments: " + kind.endsWith("moments")
                                        + "}}]");
        return kind.endsWith("adapters")
                ? recipe.with("model", model.replaceFirst("}$", ", lora: {rank: 4}}"))
                : recipe;
    }

    @Test
    void afterAResetTheReferenceIsThePolicyAndEveryReaderSeesIt() {
        Path start = start();
        TinyRun.recipe()
                .with("model", "{path: " + start + ", precision: bf16, lora: {rank: 4}}")
                .with("training", "{steps: 5, promptsPerStep: 8, learningRate: 1e-2}")
                .with("rewards", "[{name: lowercase}, {name: distance, config: {directory: " + start + "}}]")
                .with("regularizers", RESET)
                .start(output("run"));

        List<JsonNode> steps = TinyRun.metrics(output("run"));
        for (int step : new int[] {1, 2, 4}) { // the policy has moved away
            assertThat(steps.get(step).path("leash/squares").asDouble()).isPositive();
        }
        for (int step : new int[] {0, 3}) { // at the start, and after the reset that ends step 3
            assertThat(steps.get(step).path("leash/squares").asDouble(-1)).isCloseTo(0, within(1e-9));
            assertThat(steps.get(step).path("reward/distance/mean").asDouble(-1))
                    .isCloseTo(0, within(1e-9));
        }
        assertThat(steps.get(2).path("distance/reference_to_directory").asDouble(-1))
                .isZero();
        assertThat(steps.get(3).path("distance/reference_to_directory").asDouble())
                .isPositive();
    }

    @Test
    void checkpointsHoldTheReferenceOnceItHasMoved() throws IOException {
        TinyRun.recipe()
                .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2}")
                .with("regularizers", RESET)
                .with("checkpoints", "{every: 1, keepLast: 9}")
                .start(output("run"));

        for (int step = 1; step <= 4; step++) {
            Path reference = reference(step);
            assertThat(Files.exists(reference)).as("step %d", step).isEqualTo(step >= 3);
        }
        Path checkpoint = output("run").resolve("checkpoints/step-3");
        Safetensors reference = Safetensors.open(reference(3));
        Safetensors policy = Safetensors.open(checkpoint.resolve("model.safetensors"));
        for (TensorSpec spec : ModelConfig.read(checkpoint).tensors()) {
            assertThat(reference.readAsFloat32(spec.name(), 0, spec.rows()))
                    .as(spec.name())
                    .isEqualTo(policy.readAsFloat32(spec.name(), 0, spec.rows()));
        }
        assertThat(reference(4)).hasSameBinaryContentAs(reference(3));
    }

    @Test
    void aReferenceThatStaysIsInNoCheckpoint() {
        TinyRun.recipe()
                .with("regularizers", "[{name: leash, config: {every: 0}}]")
                .start(output("run"));
        assertThat(reference(2)).doesNotExist();
    }

    @Test
    void whoMovesTheReferenceSaysThatItIsRead() {
        assertThatThrownBy(() -> TinyRun.recipe()
                        .with("regularizers", "[{name: leash, config: {every: 1, declared: false}}]")
                        .start(output("run")))
                .hasStackTraceContaining("There is no reference policy to move")
                .hasStackTraceContaining("declares the stream 'refLogprobs' or the model REFERENCE");
    }

    private Path start() {
        Path tiny = TinyRun.resource("/tiny");
        Path start = directory.resolve("start");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, start, 7);
        return start;
    }

    private Path reference(int step) {
        return output("run").resolve("checkpoints/step-" + step + "/trainer/reference.safetensors");
    }

    private double squares(String run, int step) {
        return TinyRun.metrics(output(run)).get(step).path("leash/squares").asDouble(-1);
    }

    private Path output(String name) {
        return directory.resolve(name);
    }
}
