package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.TinyModels;

/** Runs whose reward asks a text model, which it finds under the recipe's {@code models}. */
class TextModelsIT {

    @TempDir
    private Path directory;

    @Test
    void thePolicyJudgesItselfAlikeInEqualRunsAndOtherwiseOnceItHasLearned() {
        TinyRun run = TinyRun.recipe()
                .with("models", "[{key: judge, name: policy}]")
                .with("rewards", "[{name: opinion}, {name: lowercase, weight: 0.1}]");
        run.start(directory.resolve("one"));
        run.start(directory.resolve("two"));

        assertThat(TinyRun.weights(directory.resolve("one"))).isEqualTo(TinyRun.weights(directory.resolve("two")));
        assertThat(TinyRun.metrics(directory.resolve("one"))).hasSize(2).allSatisfy(step -> {
            // 8 prompts with 4 responses each; a measurement of 4 problems in the last step
            assertThat(step.path("opinion/asked").asInt()).isGreaterThanOrEqualTo(32);
            assertThat(step.path("reward/opinion/failed").asInt(-1)).isZero();
        });
    }

    @Test
    void aModelOfAnotherDirectoryJudges() {
        String other = "[{key: judge, name: local, config: {path: " + TinyModels.directory(TinyModels.LLAMA)
                + ", precision: fp32, device: cpu}}]";
        TinyRun run = TinyRun.recipe().with("models", other).with("rewards", "[{name: opinion}]");
        run.start(directory.resolve("out"));
        assertThat(TinyRun.metrics(directory.resolve("out")))
                .hasSize(2)
                .allSatisfy(step ->
                        assertThat(step.path("reward/opinion/failed").asInt(-1)).isZero());
    }

    @Test
    void aModelThatCannotBeLoadedStopsTheRunBeforeItBegins() {
        TinyRun run = TinyRun.recipe()
                .with("models", "[{key: self, name: policy}, {key: judge, name: local, config: {path: nowhere}}]");
        assertThatThrownBy(() -> run.start(directory.resolve("out")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere");
        assertThat(directory.resolve("out")).doesNotExist();
    }
}
