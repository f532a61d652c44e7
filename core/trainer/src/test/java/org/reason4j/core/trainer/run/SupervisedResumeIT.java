package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.Trainer;

/** Runs that stop within their supervised stage. */
class SupervisedResumeIT {

    private static final TinyRun RECIPE = TinyRun.recipe()
            .with("supervised", "{data: {name: words}, steps: 7, batchSize: 4, learningRate: 1e-2, warmupSteps: 2}")
            .with("checkpoints", "{every: 2, keepLast: 9}")
            .with("trackers", "[jsonl, report]");

    @TempDir
    Path directory;

    /** Notes the supervised steps and their losses, and breaks after one of them. */
    private static final class Witness implements Tracker {

        private final List<Integer> steps = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private final int last;

        Witness(int last) {
            this.last = last;
        }

        @Override
        public void step(int step, Map<String, Double> metrics) {}

        @Override
        public void supervised(int step, int total, Map<String, Double> metrics) {
            steps.add(step);
            losses.add(metrics.get("supervised/loss"));
            if (step == last) {
                throw new IllegalStateException("stopped here");
            }
        }
    }

    private void run(Path output, boolean resume, Tracker witness) {
        try (PluginRegistry plugins = TinyRun.plugins();
                Trainer trainer = Trainer.builder()
                        .recipe(RECIPE.resolved(directory))
                        .name("tiny")
                        .plugins(plugins)
                        .output(output)
                        .resume(resume ? Resumption.NEWEST : Resumption.NONE)
                        .tracker(witness)
                        .open()) {
            trainer.train();
        }
    }

    @Test
    void aRunThatStoppedInItsSupervisedStageGoesOnFromItsCheckpointAndEndsWithTheSameWeights() throws IOException {
        Path alone = directory.resolve("alone");
        Witness all = new Witness(0);
        run(alone, false, all);
        Path stopped = directory.resolve("stopped");
        assertThatThrownBy(() -> run(stopped, false, new Witness(5))).hasMessageContaining("stopped here");
        assertThat(stopped.resolve("supervised/checkpoints/step-4")).isDirectory(); // the newest alone
        assertThat(stopped.resolve("supervised/checkpoints/step-2")).doesNotExist();
        assertThat(stopped.resolve("checkpoints")).doesNotExist();

        Witness rest = new Witness(0);
        run(stopped, true, rest);

        assertThat(rest.steps).containsExactly(5, 6, 7);
        assertThat(rest.losses).isEqualTo(all.losses.subList(4, 7));
        assertThat(TinyRun.weights(stopped)).isEqualTo(TinyRun.weights(alone));
        assertThat(stopped.resolve("supervised")).doesNotExist();
        assertThat(Files.readString(stopped.resolve("supervised.jsonl")).lines())
                .extracting(line -> line.replaceFirst(",.*", ""))
                .containsExactly(
                        "{\"step\":1",
                        "{\"step\":2",
                        "{\"step\":3",
                        "{\"step\":4",
                        "{\"step\":5",
                        "{\"step\":6",
                        "{\"step\":7");
        assertThat(Files.readString(stopped.resolve("report.html"))).contains("<h2 id=\"supervised\">", "at step 7");
    }

    @Test
    void theDirectoryOfARunThatStoppedThereIsNotTakenForAnother() {
        Path stopped = directory.resolve("stopped");
        assertThatThrownBy(() -> run(stopped, false, new Witness(3))).hasMessageContaining("stopped here");
        assertThatThrownBy(() -> run(stopped, false, new Witness(0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("already holds a run. Add --resume");
    }

    @Test
    void theLossIsThatOfTheTokensBeforeTheUpdate() {
        Witness witness = new Witness(0);
        run(directory.resolve("run"), false, witness);
        assertThat(witness.losses.get(0)).isPositive();
        assertThat(witness.losses.get(6)).isLessThan(witness.losses.get(0)); // it learns by heart
    }
}
