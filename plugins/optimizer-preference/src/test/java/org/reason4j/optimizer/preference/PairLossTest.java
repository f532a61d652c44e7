package org.reason4j.optimizer.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class PairLossTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    /** Two pairs: responses of 3, 2, 1 and 2 tokens. */
    private static final float[][] POLICY = {{-1, -0.5f, -2}, {-0.7f, -1.1f}, {-0.3f}, {-0.9f, -0.2f}};

    private static final float[][] REFERENCE = {{-1.2f, -0.9f, -2.1f}, {-0.6f, -0.8f}, {-0.5f}, {-0.4f, -0.3f}};

    private static final Batch TWO = batch(POLICY, REFERENCE);

    static Stream<PairLoss> losses() {
        return Stream.of(
                Dpo.DEFAULTS,
                new Dpo(0.7, 0),
                new Dpo(0.7, 0.2),
                Ipo.DEFAULTS,
                new Ipo(0.5, true),
                new Ipo(0.5, false));
    }

    private static Batch batch(float[][] policy, float[][] reference) {
        return Responses.batch(Responses.pairs(policy), policy, reference);
    }

    private static Result evaluate(PairLoss loss, Batch batch) {
        return batch.evaluate((tokens, leaf) -> loss.loss(tokens));
    }

    private static Loss of(PairLoss loss) {
        return (tokens, leaf) -> loss.loss(tokens);
    }

    /** A pair of responses of one token, from a worked example. */
    private static Batch pair(JsonNode vector) {
        return batch(
                new float[][] {
                    {(float) vector.at("/inputs/chosen_logp").asDouble()},
                    {(float) vector.at("/inputs/rejected_logp").asDouble()}
                },
                new float[][] {
                    {(float) vector.at("/inputs/ref_chosen_logp").asDouble()},
                    {(float) vector.at("/inputs/ref_rejected_logp").asDouble()}
                });
    }

    @Test
    void dpoIsReproduced() throws IOException {
        JsonNode vector = vector("dpo");
        Result result = evaluate(new Dpo(vector.at("/params/beta").asDouble(), 0), pair(vector));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
        double slope = vector.at("/expected/dloss_dchosen").asDouble();
        assertThat((double) result.gradient()[0][0]).isCloseTo(slope, CLOSE);
        assertThat((double) result.gradient()[1][0]).isCloseTo(-slope, CLOSE);
        assertThat(result.metrics().get("preference/margin"))
                .isCloseTo(0.1 * vector.at("/expected/margin").asDouble(), CLOSE);
        assertThat(result.metrics().get("preference/reward_chosen"))
                .isCloseTo(vector.at("/expected/implicit_rewards/0").asDouble(), CLOSE);
        assertThat(result.metrics().get("preference/reward_rejected"))
                .isCloseTo(vector.at("/expected/implicit_rewards/1").asDouble(), CLOSE);
        assertThat(result.metrics()).containsEntry("preference/accuracy", 1.0);
    }

    @Test
    void conservativeDpoIsReproduced() throws IOException {
        JsonNode vector = vector("cdpo");
        Dpo loss = new Dpo(
                vector.at("/params/beta").asDouble(),
                vector.at("/params/label_smoothing").asDouble());
        assertThat(loss).isEqualTo(Dpo.PRESETS.get("conservative"));
        assertThat(evaluate(loss, pair(vector)).loss())
                .isCloseTo(vector.at("/expected/loss").asDouble(), CLOSE);
    }

    @Test
    void ipoIsReproduced() throws IOException {
        JsonNode vector = vector("ipo");
        Result result = evaluate(new Ipo(vector.at("/params/beta").asDouble(), true), pair(vector));
        assertThat(result.loss()).isCloseTo(vector.at("/expected/loss").asDouble(), within(1e-5));
        assertThat((double) result.gradient()[0][0])
                .isCloseTo(vector.at("/expected/dloss_dchosen").asDouble(), within(1e-5));
    }

    @Test
    void theLossIsTheMeanOverPairsOfWholeResponses() {
        // log-ratios 0.2 + 0.4 + 0.1 = 0.7 and -0.1 - 0.3 = -0.4: h = 1.1; 0.2 and -0.5 + 0.1 = -0.4: h = 0.6
        // (log(1 + e^-1.1) + log(1 + e^-0.6)) / 2 = (0.287335 + 0.437488) / 2
        Result result = evaluate(new Dpo(1, 0), TWO);
        assertThat(result.loss()).isCloseTo(0.3624115, CLOSE);
        assertThat(result.metrics().get("preference/margin")).isCloseTo(0.85, CLOSE);
        assertThat(result.metrics().get("preference/reward_chosen")).isCloseTo(0.45, CLOSE);
        assertThat(result.metrics().get("preference/reward_rejected")).isCloseTo(-0.4, CLOSE);
    }

    @Test
    void labelSmoothingIsTheLossOfBothOrders() {
        // -0.8 log sigmoid(h) - 0.2 log sigmoid(-h) with h = 1.1 and 0.6:
        // (0.8 * 0.287335 + 0.2 * 1.387335 + 0.8 * 0.437488 + 0.2 * 1.037488) / 2
        assertThat(evaluate(new Dpo(1, 0.2), TWO).loss()).isCloseTo(0.5324115, CLOSE);
    }

    @Test
    void ipoAveragesOverLengthsOrSums() {
        // means 0.7 / 3 + 0.4 / 2 = 0.433333 and 0.2 + 0.2 = 0.4; target 1: (0.566667^2 + 0.6^2) / 2
        assertThat(evaluate(new Ipo(0.5, true), TWO).loss()).isCloseTo(0.3405556, CLOSE);
        // sums 1.1 and 0.6: (0.1^2 + 0.4^2) / 2
        assertThat(evaluate(new Ipo(0.5, false), TWO).loss()).isCloseTo(0.085, CLOSE);
    }

    @Test
    void thePolicyThatIsItsReferenceHasALossOfLogTwo() {
        Result result = evaluate(Dpo.DEFAULTS, batch(POLICY, POLICY));
        assertThat((float) result.loss()).isEqualTo((float) Math.log(2));
        assertThat(result.metrics()).containsEntry("preference/margin", 0.0).containsEntry("preference/accuracy", 0.5);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientAgreesWithFiniteDifferences(PairLoss loss) {
        LossChecks.gradientAgreesWithFiniteDifferences(TWO, of(loss), 1e-2f, 2e-4);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void microBatchesOfWholePairsAndPaddingChangeNothing(PairLoss loss) {
        LossChecks.microBatchesChangeNothing(TWO, of(loss), new int[] {2}, 1e-6);
        LossChecks.paddingChangesNothing(TWO, of(loss), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void tokensOutsideTheMaskChangeNothing(PairLoss loss) {
        LossChecks.tokensOutsideTheMaskChangeNothing(TWO, of(loss));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theOrderOfRowsChangesNothing(PairLoss loss) {
        List<Credit> credits = Responses.pairs(POLICY);
        List<Credit> turned = List.of(credits.get(3), credits.get(0), credits.get(1), credits.get(2));
        Batch other =
                Responses.batch(turned, new float[][] {POLICY[3], POLICY[0], POLICY[1], POLICY[2]}, new float[][] {
                    REFERENCE[3], REFERENCE[0], REFERENCE[1], REFERENCE[2]
                });
        assertThat(evaluate(loss, other).loss()).isCloseTo(evaluate(loss, TWO).loss(), CLOSE);
        assertThat(evaluate(loss, other).gradient()[0])
                .containsExactly(evaluate(loss, TWO).gradient()[3], within(1e-6f));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Dpo(0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("dpo.beta must be positive, got 0.0");
        assertThatThrownBy(() -> new Dpo(0.1, 0.5))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("[0, 0.5), got 0.5");
        assertThatThrownBy(() -> new Ipo(Double.NaN, true))
                .isInstanceOf(ConfigException.class)
                .hasMessage("ipo.beta must be positive, got NaN");
        assertThatThrownBy(() -> new OnlineDpoConfig(Dpo.DEFAULTS, -1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missingEosPenalty must be 0 (off) or positive, got -1.0");
    }
}
