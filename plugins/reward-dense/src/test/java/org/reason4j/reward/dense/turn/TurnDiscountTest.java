package org.reason4j.reward.dense.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;

class TurnDiscountTest {

    @Test
    void theReturnsOfTheWorkedExampleAreReproduced() throws IOException {
        JsonNode vector = vector("turn-discount");
        double[] factors = TurnDiscount.factors(4, vector.at("/params/gamma").asDouble());
        double outcome = vector.at("/inputs/outcome").asDouble();
        double[] expected = row(vector.at("/expected/turn_return"));
        for (int k = 0; k < factors.length; k++) {
            assertThat(outcome * factors[k]).isCloseTo(expected[k], within(1e-5));
        }
    }

    @Test
    void earlierTurnsKeepLessOfTheirAdvantage() {
        Credit credit = Credit.constant(TurnGroups.response(0, "ab12c3d"), -2);
        // turns ab, c, d; what the environment said is as it was
        assertThat(new TurnDiscount(new TurnDiscountConfig(0.5))
                        .shape(List.of(credit))
                        .get(0)
                        .advantages())
                .containsExactly(-0.5f, -0.5f, -2, -2, -1, -2, -2);
    }

    @Test
    void aResponseOfOneTurnIsAsItWas() {
        Credit credit = Credit.constant(TurnGroups.response(0, "ab"), 3);
        assertThat(new TurnDiscount(TurnDiscountConfig.DEFAULTS)
                        .shape(List.of(credit))
                        .get(0)
                        .advantages())
                .containsExactly(3, 3);
    }

    @Test
    void aDiscountOfNothingIsRefused() {
        assertThatThrownBy(() -> new TurnDiscountConfig(0))
                .hasMessage("turn-discount.gamma must be in (0, 1], got 0.0");
    }
}
