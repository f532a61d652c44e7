package org.reason4j.trackers.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.track.Measurement;
import org.reason4j.trackers.Run;

class RecipeSettingsTest {

    private final RecipeSettings settings =
            RecipeSettings.of(Run.in(Path.of("")).recipe());

    @Test
    void everySingleValueHasAPathAndPlaceholdersStayWhatTheyAre() {
        assertThat(settings.flat())
                .containsExactly(
                        Map.entry("seed", "7"),
                        Map.entry("model.path", "${MODEL}"),
                        Map.entry("rewards.0.name", "math"),
                        Map.entry("rewards.0.weight", "0.5"),
                        Map.entry("rewards.1.name", "format"),
                        Map.entry("rewards.1.weight", "1.0"),
                        Map.entry("training.steps", "10"),
                        Map.entry("training.learningRate", "1.0E-6"),
                        Map.entry("rollout.stop", "[]"),
                        Map.entry("checkpoints.keepBest", "true"));
    }

    @Test
    void sectionsKeepTheirShape() {
        assertThat(settings.sections()).doesNotContainKey("placeholders");
        assertThat(settings.sections().get("training")).isEqualTo(Map.of("steps", 10, "learningRate", 1e-6));
    }

    @Test
    void aWholeMeasurementDoesNotTakeTheNamesOfAStepThatMeasures() {
        Measurement measurement = Measurement.of(3, Map.of("eval/accuracy", 0.5, "other", 1.0), List.of());
        assertThat(Measured.numbers(measurement)).isEqualTo(Map.of("eval/full/accuracy", 0.5, "other", 1.0));
    }
}
