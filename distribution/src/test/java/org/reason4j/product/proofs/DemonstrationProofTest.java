package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Demonstrations beside the policy's own responses, as in LUFFY. */
class DemonstrationProofTest {

    @TempDir
    Path directory;

    @Test
    void demonstrationsAreLearnedAndKeptApart() {
        Path run = ProofRun.in(directory)
                .plugin("luffy")
                .with("sampler", "{name: with-demonstration}")
                .with("optimizer", "{name: luffy/luffy}")
                .with("rollout", "{groupSize: 4, maxTokens: 8, batchSize: 32}")
                .with("training", "{steps: 6, promptsPerStep: 4, learningRate: 1e-2}")
                .start("run");

        assertThat(ProofRun.metric(run, "origin/demonstration")).containsOnly(4.0); // one of every group
        for (int i = 0; i < 6; i++) {
            assertThat(ProofRun.metric(run, "completions/mean_length").get(i))
                    .isCloseTo(ProofRun.metric(run, "luffy/sampled_length").get(i), within(1e-9));
            assertThat(ProofRun.metric(run, "mismatch/logprob_diff_max").get(i)).isBetween(0.0, 1e-4);
        }
        assertThat(probability(run, 0)).isBetween(0.002, 0.05); // about 1 / 104, the vocabulary's size
        assertThat(probability(run, 5)).isGreaterThan(1.5 * probability(run, 0));
    }

    /** Mean probability of demonstrated tokens; both metrics are means over all learned tokens. */
    private static double probability(Path run, int step) {
        return ProofRun.metric(run, "luffy/demonstrated_probability").get(step)
                / ProofRun.metric(run, "luffy/demonstrated").get(step);
    }
}
