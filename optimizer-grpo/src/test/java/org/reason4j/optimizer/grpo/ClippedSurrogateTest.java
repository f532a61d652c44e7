package org.reason4j.optimizer.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;

class ClippedSurrogateTest {

    private static final Offset<Double> CLOSE = within(1e-5);

    @Test
    void aGoodTokenStopsEarningOnceItsRatioPassesTheUpperBound() {
        // ratio = 0.75 / 0.50 = 1.5, clipped to 1.2; A = +1  =>  -min(1.5, 1.2) = -1.2
        Result result = oneToken(0.50, 0.75, 1).evaluate(loss(GrpoConfig.DEFAULTS));
        assertThat(result.loss()).isCloseTo(-1.2, CLOSE);
        assertThat(result.gradient()[0][0]).isZero();
    }

    @Test
    void aBadTokenIsPunishedHoweverLikelyItBecame() {
        // ratio = 1.5; A = -1  =>  -min(-1.5, -1.2) = 1.5, and its gradient is 1.5 as well
        Result result = oneToken(0.50, 0.75, -1).evaluate(loss(GrpoConfig.DEFAULTS));
        assertThat(result.loss()).isCloseTo(1.5, CLOSE);
        assertThat((double) result.gradient()[0][0]).isCloseTo(1.5, CLOSE);
    }

    @Test
    void aDualClipEndsThatPunishment() {
        // ratio = 0.9 / 0.2 = 4.5 beyond 3; A = -1  =>  3
        Result result = oneToken(0.2, 0.9, -1).evaluate(loss(GrpoConfig.PRESETS.get("verl")));
        assertThat(result.loss()).isCloseTo(3, CLOSE);
        assertThat(result.gradient()[0][0]).isZero();
        assertThat(result.metrics()).containsEntry("policy/clip_fraction_dual", 1.0);
    }

    @Test
    void theClampBoundsTheLogRatio() {
        // ln ratio = 90, clamped to 20; A = -1  =>  e^20 instead of an infinity
        Batch batch =
                Batch.policy(new float[][] {{0}}, new float[][] {{-90}}, new float[][] {{-1}}, new float[][] {{1}});
        assertThat(batch.evaluate(loss(GrpoConfig.DEFAULTS)).loss()).isCloseTo(Math.exp(20), within(1e3));
        assertThat(batch.evaluate(loss(GrpoConfig.PRESETS.get("trl"))).loss()).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ppo-clip", "dapo-clip-higher", "ppo-dual-clip", "grpo-two-sided"})
    void lossAndGradientOfTheWorkedExampleAreReproduced(String id) throws IOException {
        JsonNode vector = vector(id);
        Batch batch = Batch.policy(
                matrix(vector.at("/inputs/logp")),
                matrix(vector.at("/inputs/old_logp")),
                matrix(vector.at("/inputs/advantages")),
                matrix(vector.at("/inputs/mask")));
        JsonNode params = vector.get("params");
        GrpoConfig config = new GrpoConfig(
                params.get("eps_low").asDouble(),
                params.get("eps_high").asDouble(),
                params.path("c").asDouble(0),
                params.path("delta").asDouble(0),
                20,
                GrpoConfig.DEFAULTS.baseline(),
                GrpoConfig.DEFAULTS.groupDeviation(),
                GrpoConfig.DEFAULTS.epsilon(),
                GrpoConfig.DEFAULTS.singleton(),
                LossAggregation.TOKEN_MEAN);

        Result result = batch.evaluate(loss(config));

        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        float[][] expected = matrix(vector.at("/expected/dloss_dlogp"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(result.gradient()[i]).containsExactly(expected[i], within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ppo-clip", "dapo-clip-higher", "ppo-dual-clip", "grpo-two-sided"})
    void everyTokenOfTheWorkedExampleHasItsOwnLoss(String id) throws IOException {
        JsonNode vector = vector(id);
        float[][] logprobs = matrix(vector.at("/inputs/logp"));
        float[][] old = matrix(vector.at("/inputs/old_logp"));
        float[][] advantages = matrix(vector.at("/inputs/advantages"));
        float[][] expected = matrix(vector.at("/expected/token_loss_masked"));
        JsonNode params = vector.get("params");
        GrpoConfig config = new GrpoConfig(
                params.get("eps_low").asDouble(),
                params.get("eps_high").asDouble(),
                params.path("c").asDouble(0),
                params.path("delta").asDouble(0),
                0,
                GrpoConfig.DEFAULTS.baseline(),
                GrpoConfig.DEFAULTS.groupDeviation(),
                GrpoConfig.DEFAULTS.epsilon(),
                GrpoConfig.DEFAULTS.singleton(),
                LossAggregation.TOKEN_MEAN);
        for (int i = 0; i < expected.length; i++) {
            for (int t = 0; t < expected[i].length; t++) {
                float[][] mask = {
                    {(float) vector.at("/inputs/mask").get(i).get(t).asDouble()}
                };
                Batch token = Batch.policy(
                        new float[][] {{logprobs[i][t]}},
                        new float[][] {{old[i][t]}},
                        new float[][] {{advantages[i][t]}},
                        mask);
                assertThat(token.evaluate(loss(config)).loss()).isCloseTo(expected[i][t], CLOSE);
            }
        }
    }

    /** One learned token with the given probabilities. */
    private static Batch oneToken(double oldProbability, double probability, double advantage) {
        return Batch.policy(
                new float[][] {{(float) Math.log(probability)}},
                new float[][] {{(float) Math.log(oldProbability)}},
                new float[][] {{(float) advantage}},
                new float[][] {{1}});
    }

    private static Loss loss(GrpoConfig config) {
        return Loss.of(new Grpo(config));
    }
}
