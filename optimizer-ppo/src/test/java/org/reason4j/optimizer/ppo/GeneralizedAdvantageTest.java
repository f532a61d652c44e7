package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.optimizer.ppo.Trajectories.mask;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.optimizer.Whitening;

class GeneralizedAdvantageTest {

    private static final Offset<Double> CLOSE = within(2e-6);

    @ParameterizedTest
    @ValueSource(strings = {"gae-basic", "gae-discounted", "gae-lambda1"})
    void theWorkedExamplesAreReproduced(String id) throws IOException {
        JsonNode vector = vector(id);
        double[] advantages = advantages(vector);
        assertThat(advantages).containsExactly(row(vector.at("/expected/advantages_raw/0")), CLOSE);
        double[] returns = row(vector.at("/expected/returns/0"));
        for (int t = 0; t < returns.length; t++) {
            assertThat(advantages[t] + matrix(vector.at("/inputs/values"))[0][t])
                    .isCloseTo(returns[t], CLOSE);
        }
    }

    @Test
    void whitenedTheWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("gae-basic");
        List<double[]> whitened = Whitening.of(List.of(advantages(vector)), List.of(mask("111")));
        assertThat(whitened.get(0)).containsExactly(row(vector.at("/expected/advantages_whitened/0")), CLOSE);
    }

    @Test
    void observationsAndPaddingAreSkipped() throws IOException {
        JsonNode vector = vector("gae-observation-tokens");
        double[] advantages = advantages(vector);
        vector.at("/expected/advantages_raw_at_mask")
                .fields()
                .forEachRemaining(entry -> assertThat(advantages[Integer.parseInt(entry.getKey())])
                        .isCloseTo(entry.getValue().asDouble(), CLOSE));
        assertThat(advantages[1]).isZero();
        assertThat(advantages[4]).isZero();
    }

    @Test
    void valuesOfSkippedTokensChangeNothing() {
        double[] rewards = {0, 0, 1};
        double[] clean = GeneralizedAdvantage.of(rewards, new float[] {0.2f, 0, 0.6f}, mask("101"), 0.9, 0.8, 0);
        double[] noisy = GeneralizedAdvantage.of(rewards, new float[] {0.2f, 9, 0.6f}, mask("101"), 0.9, 0.8, 0);
        assertThat(noisy).containsExactly(clean);
        // delta_2 = 1 - 0.6 = 0.4; A_0 = 0.9 * 0.6 - 0.2 + 0.9 * 0.8 * 0.4 = 0.628
        assertThat(clean).containsExactly(new double[] {0.628, 0, 0.4}, CLOSE);
    }

    @Test
    void theLastTokenIsFollowedByTheValueThatIsGiven() {
        // deltas 0.9 * 0.5 - 0.2 = 0.25 and 1 + 0.9 * 0.7 - 0.5 = 1.13; A_0 = 0.25 + 0.72 * 1.13
        assertThat(GeneralizedAdvantage.of(new double[] {0, 1}, new float[] {0.2f, 0.5f}, mask("11"), 0.9, 0.8, 0.7))
                .containsExactly(new double[] {1.0636, 1.13}, CLOSE);
    }

    @Test
    void aResponseWithoutLearnedTokensHasNoAdvantages() {
        assertThat(GeneralizedAdvantage.of(new double[2], new float[] {1, 2}, mask("00"), 1, 1, 0))
                .containsOnly(0);
    }

    private static double[] advantages(JsonNode vector) {
        double[] ones = row(vector.at("/inputs/mask/0"));
        boolean[] learned = new boolean[ones.length];
        for (int t = 0; t < ones.length; t++) {
            learned[t] = ones[t] > 0;
        }
        return GeneralizedAdvantage.of(
                row(vector.at("/inputs/rewards/0")),
                matrix(vector.at("/inputs/values"))[0],
                learned,
                vector.at("/params/gamma").asDouble(),
                vector.at("/params/lambda").asDouble(),
                0);
    }
}
