package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.optimizer.Whitening;

class WhiteningTest {

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("masked-whiten");
        float[][] mask = matrix(vector.at("/inputs/mask"));
        assertThat(mask).isDeepEqualTo(new float[][] {{1, 1, 1}, {1, 0, 0}});
        List<double[]> whitened = Whitening.of(
                List.of(row(vector.at("/inputs/x/0")), row(vector.at("/inputs/x/1"))),
                List.of(new boolean[] {true, true, true}, new boolean[] {true, false, false}));
        for (int i = 0; i < 2; i++) {
            assertThat(whitened.get(i)).containsExactly(row(vector.at("/expected/whitened_masked/" + i)), within(2e-6));
        }
    }
}
