package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of TRPO does not depend on the precision of the model: its passes are in fp32. */
class TrustRegionPrecisionTest {

    private static final String TRPO =
            "{name: trpo, config: {advantage: group, cgIterations: 10, fisherSpread: 0.001}}";

    @TempDir
    Path directory;

    @Test
    void inBf16ConjugateGradientFindsTheDirectionThatItFindsInFp32() throws IOException {
        for (String precision : new String[] {"fp32", "bf16"}) {
            for (JsonNode step : LetterRun.steps(run(precision))) {
                assertThat(step.path("trpo/cg_residual").asDouble())
                        .as("step %s in %s", step.path("step"), precision)
                        .isBetween(0.0, 0.0015); // with passes in bf16 up to 0.0046
                assertThat(step.path("trpo/accepted").asDouble()).isEqualTo(1);
                assertThat(step.path("trpo/kl").asDouble()).isBetween(1e-4, 0.01);
            }
        }
    }

    private Path run(String precision) {
        LetterRun letters = LetterRun.in(directory);
        String model = letters.sections().get("model");
        return letters.with("model", model.substring(0, model.lastIndexOf('}')) + ", precision: " + precision + "}")
                .with("rollout", "{groupSize: 8, maxTokens: 5, batchSize: 64}")
                .with("training", "{steps: 3, promptsPerStep: 8}")
                .with("optimizer", TRPO)
                .start(precision);
    }
}
