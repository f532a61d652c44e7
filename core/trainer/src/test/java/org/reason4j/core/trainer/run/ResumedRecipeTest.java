package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

class ResumedRecipeTest {

    private static final TinyRun CONSTANT = TinyRun.recipe();

    @TempDir
    private Path directory;

    @Test
    void stepsCheckpointsTrackersAndEvaluationMayChange() {
        TinyRun now = CONSTANT.with("training", "{steps: 9, promptsPerStep: 8, learningRate: 1e-2}")
                .with("checkpoints", "{every: 7}")
                .with("trackers", "[]")
                .with("evaluation", "{every: 0}");
        assertThatCode(() -> resume(CONSTANT, now)).doesNotThrowAnyException();
    }

    @Test
    void everythingElseMayNotAndEachChangeIsTold() {
        assertThatThrownBy(() -> resume(CONSTANT, CONSTANT.with("seed", "4").with("rewards", "[{name: deaf}]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("seed: was '3', now '4'")
                .hasMessageContaining("rewards[0].name: was 'lowercase', now 'deaf'");
    }

    @Test
    void stepsAreFixedWhereTheLearningRateDependsOnThem() {
        TinyRun began = CONSTANT.with("training", "{steps: 2, learningRate: 1e-2, schedule: cosine}");
        assertThatThrownBy(
                        () -> resume(began, began.with("training", "{steps: 3, learningRate: 1e-2, schedule: cosine}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.steps: was '2', now '3', and training.schedule depends on it");
    }

    private void resume(TinyRun began, TinyRun now) throws IOException {
        Path written = Files.writeString(
                directory.resolve("recipe.resolved.yaml"),
                began.resolved(directory).toYaml());
        ResumedRecipe.requireSame(written, now.resolved(directory));
    }
}
