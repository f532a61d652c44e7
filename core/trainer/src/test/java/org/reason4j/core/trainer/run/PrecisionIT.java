package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

/** Whole runs of a tiny model in the precisions that a recipe may ask for. */
class PrecisionIT {

    @TempDir
    private Path directory;

    private static TinyRun recipe(String precision, String head) {
        TinyRun tiny = TinyRun.recipe().with("training", "{steps: 6, promptsPerStep: 8, learningRate: 1e-2}");
        return tiny.with(
                "model",
                tiny.sections().get("model").replace("precision: bf16", "precision: " + precision + ", head: " + head));
    }

    /** Advantages times this make gradients that overflow at a scale of 65536, and not after some halvings. */
    private static TinyRun overflowing() {
        return recipe("fp16", "fp32").with("rewards", "[{name: lowercase, weight: 60}]");
    }

    private static List<Double> values(Path output, String metric) {
        return TinyRun.metrics(output).stream()
                .map(step -> step.path(metric).asDouble(Double.NaN))
                .toList();
    }

    @Test
    void anUpdateWhoseGradientOverflowedIsLeftOutCountedAndTheNextLossIsScaledLess() {
        overflowing().start(directory.resolve("run"));
        List<Double> overflows = values(directory.resolve("run"), "update/overflows");
        List<Double> scales = values(directory.resolve("run"), "update/loss_scale");
        List<Double> norms = values(directory.resolve("run"), "update/grad_norm");

        assertThat(overflows).contains(1.0).contains(0.0);
        assertThat(scales.get(0)).isEqualTo(65536);
        for (int step = 0; step < 6; step++) {
            boolean left = overflows.get(step) == 1;
            assertThat(Double.isNaN(norms.get(step))).isEqualTo(left); // no update, no norm
            if (step < 5) {
                assertThat(scales.get(step + 1)).isEqualTo(left ? scales.get(step) / 2 : scales.get(step));
            }
        }
    }

    @Test
    void aRunThatStoppedAndWasResumedEndsWithTheSameWeightsAndGoesOnWithItsLossScale() throws IOException {
        overflowing().start(directory.resolve("alone"));
        assertThatThrownBy(() -> overflowing()
                        .with("trackers", "[{name: jsonl}, {name: bomb, config: {step: 5}}]")
                        .start(directory.resolve("stopped")))
                .hasMessageContaining("the lights went out");
        JsonNode state = new ObjectMapper()
                .readTree(directory
                        .resolve("stopped/checkpoints/step-4/trainer/state.json")
                        .toFile());
        assertThat(state.at("/loss_scale/factor").asDouble()).isLessThan(65536);
        overflowing().resume(directory.resolve("stopped"));

        assertThat(TinyRun.weights(directory.resolve("stopped")))
                .isEqualTo(TinyRun.weights(directory.resolve("alone")));
        assertThat(values(directory.resolve("stopped"), "update/loss_scale"))
                .isEqualTo(values(directory.resolve("alone"), "update/loss_scale"));
    }

    @Test
    void anFp32HeadBringsRolloutsAndTrainingCloser() {
        recipe("bf16", "same").start(directory.resolve("same"));
        recipe("bf16", "fp32").start(directory.resolve("fp32"));
        assertThat(mismatch("fp32")).isPositive().isLessThan(mismatch("same"));
    }

    /** Before the first update both runs have the same weights. */
    private double mismatch(String run) {
        return values(directory.resolve(run), "mismatch/logprob_diff_mean").get(0);
    }

    @Test
    void anUnknownPrecisionIsRefused() {
        assertThatThrownBy(() -> recipe("fp8", "same").start(directory.resolve("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.precision: found 'fp8', expected one of auto, bf16, fp16, fp32");
        assertThatThrownBy(() -> recipe("fp16", "bf16").start(directory.resolve("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.head: found 'bf16', expected one of same, fp32");
    }
}
