package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhiteningTest {

    @Test
    void onlyLearnedTokensCount() throws IOException {
        JsonNode vector = vector("masked-whiten");
        List<double[]> rows = List.of(row(vector.at("/inputs/x/0")), row(vector.at("/inputs/x/1")));
        List<double[]> whitened = Whitening.of(rows, List.of(mask("111"), mask("100")));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(whitened.get(i)).containsExactly(row(vector.at("/expected/whitened_masked/" + i)), within(2e-6));
        }
    }

    @Test
    void equalAdvantagesCarryNoSignal() {
        assertThat(Whitening.of(List.of(new double[] {0.1, 0.1, 0.1}), List.of(mask("111")))
                        .get(0))
                .containsOnly(0);
    }

    @Test
    void aLoneTokenCarriesNoSignal() {
        assertThat(Whitening.of(List.of(new double[] {3, 7}), List.of(mask("10")))
                        .get(0))
                .containsOnly(0);
    }

    @Test
    void noTokensAtAllAreNoTrouble() {
        assertThat(Whitening.of(List.of(new double[] {3}), List.of(mask("0"))).get(0))
                .containsOnly(0);
        assertThat(Whitening.of(List.of(), List.of())).isEmpty();
    }
}
