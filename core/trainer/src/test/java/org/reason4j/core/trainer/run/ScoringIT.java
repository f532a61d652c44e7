package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** Components that ask models for numbers, in whole runs of a tiny model. */
class ScoringIT {

    @TempDir
    private Path directory;

    private Path start;

    @BeforeEach
    void makeModel() {
        Path tiny = TinyRun.resource("/tiny");
        start = directory.resolve("start");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, start, 7);
    }

    private TinyRun asking(Path model, boolean declared) {
        return TinyRun.recipe()
                .with("model", "{path: " + start + ", precision: bf16}")
                .with(
                        "rewards",
                        "[{name: lowercase}, {name: distance, config: {directory: " + model + ", declared: " + declared
                                + "}}]");
    }

    @Test
    void thePolicyMovesAwayFromAReferenceThatStays() {
        asking(start, true).start(output("run"));
        List<JsonNode> steps = TinyRun.metrics(output("run"));
        assertThat(steps.get(0).path("reward/distance/mean").asDouble()).isZero();
        assertThat(steps.get(1).path("reward/distance/mean").asDouble()).isNegative();
        for (JsonNode step : steps) {
            assertThat(step.path("distance/reference_to_directory").asDouble(-1))
                    .isZero();
            assertThat(step.path("distance/policy_to_sampling").asDouble(-1)).isBetween(0.0, 0.05); // rounding to bf16
            assertThat(step.path("distance/over_the_top").asDouble(-1)).isZero();
        }
    }

    @Test
    void aModelThatNoComponentDeclaresIsRefused() {
        assertThatThrownBy(() -> asking(start, false).start(output("run")))
                .hasStackTraceContaining("No component declares the model 'POLICY'");
    }

    @Test
    void aModelWithAnotherVocabularyIsRefusedBeforeTheRun() {
        Path other = TinyModels.directory(TinyModels.LLAMA);
        assertThatThrownBy(() -> asking(other, true).start(output("run")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "A component asks for numbers of " + other + ", which has another vocabulary (100 rows)");
    }

    private Path output(String name) {
        return directory.resolve(name);
    }
}
