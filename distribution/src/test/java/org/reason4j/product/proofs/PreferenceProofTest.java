package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Direct preference optimization, an ordinary loss over pairs of rows. */
class PreferenceProofTest {

    @TempDir
    Path directory;

    private ProofRun recipe(String config, String training) {
        return ProofRun.in(directory)
                .plugin("dpo")
                .with("optimizer", "{name: dpo/dpo, config: " + config + "}")
                .with("training", "{steps: 3, promptsPerStep: 4, learningRate: 1e-2" + training + "}");
    }

    @Test
    void theGradientAgreesWithFiniteDifferencesOfTheLoss() {
        Path run = recipe("{rate: 0.1}", "").start("run");

        // the policy is the reference at first: every margin is 0, and -log sigmoid(0) = ln 2
        assertThat(ProofRun.metric(run, "policy/loss").get(0)).isCloseTo(Math.log(2), within(1e-4));
        assertThat(ProofRun.metric(run, "dpo/margin").get(2)).isNotCloseTo(0, within(0.01));
        List<Double> slopes = ProofRun.metric(run, "dpo/slope");
        List<Double> differences = ProofRun.metric(run, "dpo/finite_difference");
        for (int i = 0; i < 3; i++) {
            assertThat(slopes.get(i)).isGreaterThan(0.01);
            // values of fp32 near 1 have errors of 1e-7; over 2 h = 0.006 that is 2e-5
            assertThat(differences.get(i)).isCloseTo(slopes.get(i), within(0.01 * slopes.get(i) + 1e-4));
        }
    }

    @Test
    void pairsStayTogetherHoweverSmallAMicroBatchIs() {
        Path whole = recipe("{}", "").start("whole");
        Path small =
                recipe("{}", ", tokensPerMicroBatch: 8").start("small"); // a row has two tokens of prompt and five more

        assertThat(ProofRun.metric(small, "dpo/pairs")).containsOnly(4.0);
        for (String name : List.of("policy/loss", "update/grad_norm")) {
            assertThat(ProofRun.metric(small, name).get(0))
                    .isCloseTo(ProofRun.metric(whole, name).get(0), within(1e-5));
        }
        assertThat(ProofRun.metric(small, "dpo/margin").get(2)).isGreaterThan(0);
    }

    @Test
    void aPairThatIsTornApartIsNamed() {
        assertThatThrownBy(() ->
                        recipe("{together: false}", ", tokensPerMicroBatch: 8").start("torn"))
                .hasStackTraceContaining("Declare withPairsTogether in requirements()");
    }
}
