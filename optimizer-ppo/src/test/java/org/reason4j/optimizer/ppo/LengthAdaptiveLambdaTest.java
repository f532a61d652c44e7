package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LengthAdaptiveLambdaTest {

    @Test
    void longerResponsesReachFurtherBack() throws IOException {
        JsonNode vector = vector("length-adaptive-lambda");
        double[] lengths = row(vector.at("/inputs/length"));
        double[] expected = row(vector.at("/expected/lambda_policy"));
        for (int i = 0; i < lengths.length; i++) {
            assertThat(LengthAdaptiveLambda.of(
                            (int) lengths[i], vector.at("/params/alpha").asDouble()))
                    .isCloseTo(expected[i], within(2e-6));
        }
    }

    @Test
    void theConfiguredLambdaStandsUnlessAlphaReplacesIt() {
        assertThat(new GaeConfig(1, 0.95, 1, 0, true, false).lambdaFor(100)).isEqualTo(0.95);
        assertThat(new GaeConfig(1, 0.95, 1, 0.05, true, false).lambdaFor(100)).isCloseTo(0.8, within(1e-12));
    }
}
