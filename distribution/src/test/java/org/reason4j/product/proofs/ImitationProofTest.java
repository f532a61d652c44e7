package org.reason4j.product.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;

/** Imitation of a teacher, in a plugin of its own: distillation from the top tokens of a model in another directory. */
class ImitationProofTest {

    private static final int VOCABULARY = 104;

    @TempDir
    Path directory;

    /** Weights ten times as large as the policy's, so that the teacher prefers some tokens. */
    @BeforeEach
    void writeTeacher() throws IOException {
        Path tiny = Path.of("../core/fixtures/tiny").toAbsolutePath();
        String config = Files.readString(tiny.resolve("config.json"))
                .replace("\"initializer_range\": 0.02", "\"initializer_range\": 0.2");
        Path file = Files.writeString(directory.resolve("config.json"), config);
        RandomWeights.write(ModelConfig.readFile(file), tiny, directory.resolve("teacher"), 7);
    }

    private Path run(int k, int steps) {
        String config = "{teacher: " + directory.resolve("teacher") + ", k: " + k + "}";
        return ProofRun.in(directory)
                .plugin("imitation")
                .with("optimizer", "{name: imitation, config: " + config + "}")
                .with(
                        "training",
                        "{steps: " + steps + ", promptsPerStep: 4, learningRate: 3e-2, tokensPerMicroBatch: 32}")
                .start("run");
    }

    @Test
    void theStudentMovesToTheTeachersLikelyTokens() {
        Path run = run(8, 30);

        assertThat(ProofRun.metric(run, "teacher/mass")).allMatch(mass -> mass > 8.0 / VOCABULARY && mass < 1);
        assertThat(ProofRun.metric(run, "teacher/out_of_order")).containsOnly(0.0);
        assertThat(ProofRun.metric(run, "policy/top_mass").get(29))
                .isGreaterThan(1.3 * ProofRun.metric(run, "policy/top_mass").get(0));
        double first = ProofRun.metric(run, "policy/loss").get(0)
                / ProofRun.metric(run, "teacher/mass").get(0);
        double last = ProofRun.metric(run, "policy/loss").get(29)
                / ProofRun.metric(run, "teacher/mass").get(29);
        assertThat(first).isCloseTo(Math.log(VOCABULARY), within(0.3)); // hardly a preference at first
        assertThat(last).isLessThan(first - 0.3);
    }

    @Test
    void theWholeVocabularyIsADistribution() {
        Path run = run(VOCABULARY, 3);

        for (int i = 0; i < 3; i++) {
            assertThat(ProofRun.metric(run, "teacher/mass").get(i)).isCloseTo(1, within(1e-4));
            assertThat(ProofRun.metric(run, "policy/top_mass").get(i)).isCloseTo(1, within(1e-4));
            assertThat(ProofRun.metric(run, "teacher/entropy_difference").get(i))
                    .isCloseTo(0, within(1e-4));
            assertThat(ProofRun.metric(run, "teacher/logprob_difference").get(i))
                    .isCloseTo(0, within(1e-5));
        }
    }
}
