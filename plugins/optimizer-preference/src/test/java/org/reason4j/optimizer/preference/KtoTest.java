package org.reason4j.optimizer.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.ScoringModel;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.TokenScores;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.optimizer.preference.KtoConfig.ReferencePoint;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Batch.Result;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;
import org.reason4j.testkit.RecordedMetrics;

class KtoTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    private static final float[][] POLICY = {{-1, -0.5f, -2}, {-0.7f, -1.1f}, {-0.3f}};
    private static final float[][] REFERENCE = {{-1.2f, -0.9f, -2.1f}, {-0.6f, -0.8f}, {-0.5f}};

    private final RecordedMetrics metrics = new RecordedMetrics();

    /** Log-probabilities of every token: the policy's a fifth above the reference's. */
    private static final ScoringModels A_FIFTH_ABOVE = ref -> new ScoringModel() {
        @Override
        public List<TokenScores> score(List<Trajectory> trajectories, int topK) {
            return trajectories.stream()
                    .map(one -> {
                        float[] logprobs = new float[one.length()];
                        Arrays.fill(logprobs, ref.equals(ModelRef.POLICY) ? -1 : -1.2f);
                        return TokenScores.of(logprobs, new float[one.length()]);
                    })
                    .toList();
        }

        @Override
        public List<OptionalDouble> scoreConversations(List<List<Message>> conversations) {
            throw new AssertionError("no reward model");
        }
    };

    private Kto kto(KtoConfig config) {
        return new Kto(config, A_FIFTH_ABOVE, metrics);
    }

    private static KtoConfig config(double desirable, double undesirable, ReferencePoint point) {
        return new KtoConfig(1, desirable, undesirable, point);
    }

    /** Two desirable responses of 3 and 1 tokens, and an undesirable one of 2. */
    private static List<ScoredGroup> three() {
        return List.of(
                Responses.unscored(Responses.given("a", 0, 3, 1)),
                Responses.unscored(Responses.given("b", 1, 2, -1)),
                Responses.unscored(Responses.given("c", 2, 1, 1)));
    }

    private Batch batch(KtoConfig config) {
        return Responses.batch(kto(config).credit(three()), POLICY, REFERENCE);
    }

    private Result evaluate(KtoConfig config) {
        return batch(config).evaluate(Loss.of(kto(config)));
    }

    @Test
    void theLossIsTheMeanDistanceOfGainsFromOne() {
        // r = 0.7, -0.4 and 0.2: 1 - sigmoid(0.7), 1 - sigmoid(0.4), 1 - sigmoid(0.2)
        // = 0.331812, 0.401312, 0.450166; their mean is 0.394430
        Result result = evaluate(config(1, 1, ReferencePoint.ZERO));
        assertThat(result.loss()).isCloseTo(0.394430, CLOSE);
        // d/dl of the first = -sigmoid(0.7) sigmoid(-0.7) / 3 = -0.221713 / 3, of the second +0.240261 / 3
        assertThat(result.gradient()[0])
                .containsExactly(new float[] {-0.073904f, -0.073904f, -0.073904f}, within(1e-6f));
        assertThat(result.gradient()[1]).containsExactly(new float[] {0.080087f, 0.080087f, 0}, within(1e-6f));
        assertThat(result.metrics().get("preference/reward_chosen")).isCloseTo(0.45, CLOSE); // (0.7 + 0.2) / 2
        assertThat(result.metrics().get("preference/reward_rejected")).isCloseTo(-0.4, CLOSE);
        assertThat(result.metrics().get("preference/margin")).isCloseTo(0.85, CLOSE);
        assertThat(result.metrics().get("preference/accuracy")).isCloseTo(1, CLOSE);
    }

    @Test
    void desirableAndUndesirableResponsesAreWeighed() {
        // (2 * (0.331812 + 0.450166) + 3 * 0.401312) / 3
        assertThat(evaluate(config(2, 3, ReferencePoint.ZERO)).loss()).isCloseTo(0.922631, CLOSE);
    }

    @Test
    void theReferencePointComesFromResponsesToOtherPrompts() {
        // a with 2 tokens of b, b with 1 of c, c with 3 of a, each token 0.2: z = 0.2 * 6 / 3 = 0.4
        KtoConfig config = config(1, 1, ReferencePoint.MISMATCHED);
        Result result = evaluate(config);
        assertThat(metrics.of("kto/reference_point")).isCloseTo(0.4, CLOSE);
        // 1 - sigmoid(0.3) = 0.425557, 1 - sigmoid(0.8) = 0.310026, 1 - sigmoid(-0.2) = 0.549834
        assertThat(result.loss()).isCloseTo(0.428472, CLOSE);
        assertThat(result.metrics().get("preference/accuracy")).isCloseTo(2 / 3.0, CLOSE);
    }

    @Test
    void aPromptMeetsAResponseToAnotherOneAlsoInPairs() {
        List<Trajectory> mismatched = Divergence.mismatched(List.of(
                Responses.given("a", 0, 1, 1),
                Responses.given("a", 1, 1, -1),
                Responses.given("b", 0, 1, 1),
                Responses.given("b", 1, 1, -1)));
        assertThat(mismatched)
                .extracting(one -> one.prompt().id() + " " + one.text())
                .containsExactly("a b0", "a b1", "b a0", "b a1");
        assertThat(Divergence.mismatched(List.of(Responses.given("a", 0, 1, 1), Responses.given("a", 1, 1, -1))))
                .isEmpty();
    }

    @Test
    void theReferencePointOfTheBatchIsItsMeanLogRatioAndNeverNegative() {
        List<Trajectory> better = List.of(withStreams(0, -0.5f, -1), withStreams(1, -1.25f, -1.5f));
        assertThat(Divergence.ofBatch(better)).isCloseTo(0.75, CLOSE); // (2 * 0.5 + 2 * 0.25) / 2
        assertThat(Divergence.ofBatch(List.of(withStreams(0, -2, -1)))).isZero();
    }

    private static Trajectory withStreams(int sample, float policy, float reference) {
        return Responses.given("p" + sample, sample, 2, 1)
                .with(TokenStream.OLD_LOGPROBS, new float[] {policy, policy})
                .with(TokenStream.REFERENCE_LOGPROBS, new float[] {reference, reference});
    }

    @Test
    void aPolicyThatIsItsReferenceHasALossOfAHalf() {
        Batch batch = Responses.batch(kto(KtoConfig.DEFAULTS).credit(three()), POLICY, POLICY);
        // with z = 0.1 * 0.4 on both sides: the two desirable 1 - sigmoid(-0.04), the undesirable 1 - sigmoid(0.04)
        double up = 1 / (1 + Math.exp(-0.04));
        assertThat(batch.evaluate(Loss.of(kto(KtoConfig.DEFAULTS))).loss()).isCloseTo((2 * up + (1 - up)) / 3, CLOSE);
        KtoConfig zero = config(1, 1, ReferencePoint.ZERO);
        Batch own = Responses.batch(kto(zero).credit(three()), POLICY, POLICY);
        assertThat(own.evaluate(Loss.of(kto(zero))).loss()).isEqualTo(0.5);
    }

    @Test
    void theGradientAgreesWithFiniteDifferencesAndSplitsChangeNothing() {
        for (ReferencePoint point : List.of(ReferencePoint.ZERO, ReferencePoint.MISMATCHED)) {
            KtoConfig config = config(1.5, 0.5, point);
            LossChecks.gradientAgreesWithFiniteDifferences(batch(config), Loss.of(kto(config)), 1e-2f, 1e-4);
            LossChecks.microBatchesAndPaddingChangeNothing(batch(config), Loss.of(kto(config)), 1e-6);
            LossChecks.tokensOutsideTheMaskChangeNothing(batch(config), Loss.of(kto(config)));
        }
    }

    @Test
    void ratiosBeyondTheExponentialOfAFloatHaveALossAndAGradient() {
        float[][] far = {{-400, -1, -1}, {-1, -1}, {-1}};
        float[][] near = {{-1, -1, -1}, {-400, -1}, {-1}};
        KtoConfig config = config(1, 1, ReferencePoint.ZERO);
        Result result = Responses.batch(kto(config).credit(three()), far, near).evaluate(Loss.of(kto(config)));
        assertThat(result.loss()).isCloseTo((1 + 1 + 0.5) / 3, CLOSE);
        assertThat(result.gradient()[0]).containsExactly(new float[3], within(1e-6f));
    }

    @Test
    void creditsStayInTheOrderOfTheStep() {
        List<Credit> credits = kto(config(1, 1, ReferencePoint.ZERO)).credit(three());
        assertThat(credits).extracting(one -> one.advantage(0)).containsExactly(1f, -1f, 1f);
        assertThat(credits).allMatch(one -> one.pair().isEmpty());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        Map.of(
                        "kto.beta must be positive, got -1.0", new double[] {-1, 1, 1},
                        "kto.desirableWeight must be positive, got 0.0", new double[] {1, 0, 1},
                        "kto.undesirableWeight must be positive, got Infinity",
                                new double[] {1, 1, Double.POSITIVE_INFINITY})
                .forEach((message, n) -> assertThatThrownBy(() -> new KtoConfig(n[0], n[1], n[2], ReferencePoint.BATCH))
                        .isInstanceOf(ConfigException.class)
                        .hasMessage(message));
    }
}
