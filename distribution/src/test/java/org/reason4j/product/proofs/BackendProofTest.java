package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts by a Java object in a thread of its own, which draws from a table. */
class BackendProofTest {

    @TempDir
    Path directory;

    private ProofRun recipe() {
        return ProofRun.in(directory)
                .plugin("backend")
                .with("backend", "{name: markov}")
                .with("rewards", "[{name: chain}]")
                .with("rollout", "{groupSize: 2, maxTokens: 16, batchSize: 32}");
    }

    @Test
    void everyStepIsWrittenWithItsOwnWeights() throws IOException {
        Path run = recipe().start("run");

        assertThat(ProofRun.metric(run, "reward/mean")).containsOnly(1.0);
        assertThat(ProofRun.metric(run, "staleness/max")).containsOnly(0.0);
        Path files = run.resolve("plugins/backend");
        for (int version = 1; version < 4; version++) { // one update per step
            assertThat(files.resolve("version-" + version + "/model.safetensors"))
                    .exists()
                    .satisfies(file -> assertThat(Files.readAllBytes(file)).isNotEmpty());
            assertThat(Files.mismatch(weights(files, version), weights(files, version - 1)))
                    .isNotNegative();
        }
        assertThat(files.resolve("closed")).exists();
    }

    private static Path weights(Path files, int version) {
        return files.resolve("version-" + version + "/model.safetensors");
    }

    @Test
    void anEnvironmentAnswersItsTurns() {
        Path run = recipe().with("environment", "{name: shout}").start("run");

        assertThat(ProofRun.metric(run, "reward/mean")).containsOnly(1.0);
        assertThat(ProofRun.metric(run, "rollout/turns")).allMatch(turns -> turns > 1.5);
        assertThat(ProofRun.metric(run, "rollout/failed")).containsOnly(0.0);
        // what the environment inserts is not learned
        List<Double> learned = ProofRun.metric(run, "markov/learned");
        List<Double> lengths = ProofRun.metric(run, "completions/mean_length");
        for (int i = 0; i < 4; i++) {
            assertThat(learned.get(i)).isLessThan(lengths.get(i) - 1);
        }
    }

    @Test
    void aPlanBranches() {
        Path run = recipe().with("sampler", "{name: fork}").start("run");

        assertThat(ProofRun.metric(run, "reward/mean")).containsOnly(1.0);
        assertThat(ProofRun.metric(run, "markov/branches")).containsOnly(4.0); // one of every prompt
    }

    @Test
    void aRunThatStoppedDrawsTheSame() {
        ProofRun recipe = recipe();
        Path alone = recipe.start("alone");

        ProofRun.assertSame(recipe.stopAndResume("stopped", 3), alone, 4);
    }
}
