package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.PluginException;

class SharedStateIT {

    private static final String BOMB = "[{name: jsonl}, {name: bomb, config: {step: 3}}]";

    @TempDir
    private Path directory;

    private final TinyRun recipe = TinyRun.recipe()
            .with("training", "{steps: 4, promptsPerStep: 8, learningRate: 1e-2}")
            .with("regularizers", "[step-counter]")
            .with("shaping", "[count-scaled]");

    private JsonNode state(String run, int step) throws IOException {
        Path file = directory.resolve(run + "/checkpoints/step-" + step + "/trainer/state.json");
        return new ObjectMapper().readTree(file.toFile()).path("components").path(SharedToys.TALLY);
    }

    @Test
    void sharedStateIsInTheCheckpointAndAResumedRunEqualsOneThatWasNotInterrupted() throws IOException {
        recipe.start(directory.resolve("whole"));
        assertThatThrownBy(() -> recipe.with("trackers", BOMB).start(directory.resolve("stopped")))
                .isInstanceOf(PluginException.class);
        recipe.resume(directory.resolve("stopped"));

        assertThat(state("stopped", 2).path("steps").asInt()).isEqualTo(2);
        assertThat(state("stopped", 4).path("steps").asInt()).isEqualTo(4);
        assertThat(TinyRun.weights(directory.resolve("stopped")))
                .isEqualTo(TinyRun.weights(directory.resolve("whole")));
        assertThat(TinyRun.weights(directory.resolve("whole")))
                .isNotEqualTo(TinyRun.weights(unscaled(directory.resolve("unscaled"))));
    }

    private Path unscaled(Path output) {
        recipe.with("shaping", "[]").start(output);
        return output;
    }
}
