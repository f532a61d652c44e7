package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.plugin.PluginRegistry;

/**
 * Plugins that were built with the API as it was at 1.0.0-rc.1 run with the API as it is.
 *
 * <p>Their sources are compiled here against the jar that the API keeps of that version, and never against today's. What they use
 * is not to be changed to make this test pass, but for {@code candidateexperiment}, whose kinds are experimental.
 */
class CandidatePluginsTest {

    private static final Path API_OF_THE_CANDIDATE = Path.of("../api/src/baseline/reason4j-api-1.0.0-rc.1.jar");

    /** Each of these counts its calls in a metric. */
    private static final List<String> COUNTING = List.of(
            "sampler", "environment", "model", "reward", "filter", "shaper", "optimizer", "credit", "regularizer");

    @TempDir
    Path directory;

    private Path lines;
    private ProofRun recipe;

    @BeforeEach
    void build() {
        lines = directory.resolve("lines.txt");
        recipe = ProofRun.in(directory);
        PluginJar.of("candidate").writeTo(directory, API_OF_THE_CANDIDATE);
        PluginJar.of("candidateexperiment").writeTo(directory, API_OF_THE_CANDIDATE);
    }

    @Test
    void everyKindOfTheCandidateIsThere() {
        try (PluginRegistry plugins = recipe.load()) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(Kind.all().stream()
                            .filter(kind -> plugins.offers(kind).stream()
                                    .anyMatch(offer -> offer.name().startsWith("candidate-")))
                            .map(Kind::label))
                    .containsExactlyInAnyOrder(
                            "dataset",
                            "curriculum",
                            "sampler",
                            "schedule",
                            "environment",
                            "backend",
                            "text model",
                            "reward",
                            "filter",
                            "shaper",
                            "optimizer",
                            "credit shaper",
                            "regularizer",
                            "tracker");
        }
    }

    @Test
    void everyStableKindIsCalledInATraining() throws IOException {
        Path run = stable().with("checkpoints", "{every: 1}").start("run");

        for (String kind : COUNTING) {
            assertThat(ProofRun.metric(run, "candidate/" + kind))
                    .as(kind)
                    .hasSize(2)
                    .allMatch(calls -> calls >= 1);
        }
        assertThat(Files.readAllLines(lines))
                .containsExactly(
                        "started 1 of 2",
                        "step 1 with a reward",
                        "trajectories 1: 2 groups",
                        "step 2 with a reward",
                        "trajectories 2: 2 groups",
                        "closed");
        assertThat(ProofRun.weights(run, 2)).isNotEmpty().isNotEqualTo(ProofRun.weights(run, 1));
    }

    @Test
    void theirStateSurvivesAResume() {
        ProofRun four = stable().with("training", "{steps: 4, promptsPerStep: 2, learningRate: 1e-2}");
        Path alone = four.start("alone");

        ProofRun.assertSame(four.with("trackers", "[{name: jsonl}]").stopAndResume("stopped", 3), alone, 4);
    }

    @Test
    void everyExperimentalKindIsCalledInATraining() {
        Path run = recipe.with("curriculum", "{name: candidate-new}")
                .with("schedules", "[{name: candidate-cooling}]")
                .with("backend", "{name: candidate-zeros}")
                .with("optimizer", "{name: candidate-baseline}")
                .with("training", "{steps: 2, promptsPerStep: 1, learningRate: 1e-2}")
                .start("run");

        assertThat(ProofRun.metric(run, "candidate/curriculum")).containsExactly(1.0, 1.0);
        assertThat(ProofRun.metric(run, "candidate/schedule")).allMatch(calls -> calls >= 1);
        assertThat(ProofRun.metric(run, "reward/mean")).containsExactly(1.0, 1.0); // "eeeee" is lower-case
    }

    private ProofRun stable() {
        return recipe.without("rewards")
                .with("extends", "candidate")
                .with("data", "{train: {name: candidate-sums}, evaluation: {name: candidate-sums}}")
                .with("rollout", "{groupSize: 2, maxTokens: 12, batchSize: 32}")
                .with("training", "{steps: 2, promptsPerStep: 2, learningRate: 1e-2}")
                .with("trackers", "[{name: jsonl}, {name: candidate-lines, config: {file: " + lines + "}}]");
    }
}
