package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that learns from tasks of its own, which an archive keeps. */
class SelfPlayProofTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRunThatStoppedGoesOnWithTheTasksThatWereProposed(int staleness) {
        ProofRun recipe = ProofRun.in(directory)
                .plugin("selfplay")
                .with("curriculum", "{name: self-play}")
                .with("rewards", "[{name: referee}]")
                .with("training", "{steps: 6, promptsPerStep: 2, learningRate: 1e-2, staleness: " + staleness + "}");
        Path alone = recipe.start("alone");
        Path resumed = recipe.stopAndResume("stopped", 5);

        ProofRun.assertSame(resumed, alone, 6);
        // every step proposes four tasks
        assertThat(ProofRun.metric(alone, "self-play/tasks")).isEqualTo(List.of(4.0, 8.0, 12.0, 16.0, 20.0, 24.0));
        assertThat(ProofRun.metric(alone, "staleness/max").get(5)).isEqualTo(staleness);
        // a proposal of four responses at first, and from the second or third step four solutions beside it
        List<Double> sequences = ProofRun.metric(alone, "throughput/trained_sequences");
        assertThat(sequences.get(0)).isEqualTo(4);
        assertThat(sequences.get(5)).isEqualTo(8);
    }
}
