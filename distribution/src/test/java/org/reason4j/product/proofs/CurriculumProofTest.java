package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A curriculum that chooses by accuracy, and a filter of the same plugin that lets prompts rest. */
class CurriculumProofTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRunThatStoppedGoesOnWithWhatTheCurriculumKnew(int staleness) {
        ProofRun recipe = ProofRun.in(directory)
                .plugin("neartarget")
                .with("curriculum", "{name: near-target}")
                .with("filters", "[{name: spread}]")
                .with("rollout", "{groupSize: 4, maxTokens: 5, batchSize: 32, maxBatches: " + (2 - staleness) + "}")
                .with("training", "{steps: 6, promptsPerStep: 4, learningRate: 1e-2, staleness: " + staleness + "}");
        Path alone = recipe.start("alone");
        Path resumed = recipe.stopAndResume("stopped", 5);

        ProofRun.assertSame(resumed, alone, 6);
        assertThat(ProofRun.metric(alone, "curriculum/known").get(0)).isBetween(4.0, 8.0); // up to two batches of four
        assertThat(ProofRun.metric(alone, "curriculum/known").get(5)).isEqualTo(16); // new prompts come first
        assertThat(ProofRun.metric(alone, "filter/kept_ratio")).anyMatch(kept -> kept < 1);
        assertThat(ProofRun.steps(alone))
                .as("the curriculum hears of the filter")
                .anyMatch(step -> step.path("curriculum/resting").asDouble() > 0);
    }
}
