package org.reason4j.regularizer.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.data.BatchTotals;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;
import org.reason4j.testkit.LossChecks;

class EntropyTest {

    private static final String METRIC = "regularizer/entropy";
    private static final String COEFFICIENT = "regularizer/entropy_coefficient";

    /** Two responses; the last token of the second is not learned. */
    private static final Batch TWO = Batch.whole(
            TokenStream.ENTROPY,
            Map.of(TokenStream.ENTROPY, new float[][] {{0.9f, 0.1f, 0.5f}, {1.2f, 0.3f, 0}}),
            new float[][] {{1, 1, 1}, {1, 1, 0}});

    @Test
    void thePublishedBonusIsReproducedFromLogits() throws IOException {
        JsonNode vector = vector("entropy-bonus");
        double coefficient = vector.at("/params/coef").asDouble();
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            JsonNode rows = vector.at("/inputs/logits/0");
            NDArray logits = manager.create(new float[][] {floats(rows.get(0)), floats(rows.get(1))});
            logits.setRequiresGradient(true);
            NDArray entropy = entropy(logits);
            TokenBatch batch = TokenBatch.of(
                    manager.ones(entropy.getShape()), Map.of(TokenStream.ENTROPY, entropy), BatchTotals.of(2, 1, 1, 2));
            NDArray term = new Entropy(fixed(coefficient)).loss(batch).orElseThrow();
            collector.backward(term);
            assertThat(vector.at("/inputs/policy_loss").asDouble() + term.getFloat())
                    .isCloseTo(vector.at("/expected/loss").asDouble(), within(1e-5));
            assertThat((double) batch.metrics().get(METRIC).getFloat())
                    .isCloseTo(vector.at("/expected/mean_entropy").asDouble(), within(1e-5));
            double[] slopes = row(vector.at("/expected/dH_dlogits_token0"));
            float[] gradient = logits.getGradient().toFloatArray();
            for (int v = 0; v < slopes.length; v++) { // the mean is over two tokens
                assertThat((double) gradient[v]).isCloseTo(-coefficient * slopes[v] / 2, within(1e-7));
            }
        }
    }

    @Test
    void theEntropyOfTheExampleIsThatOfItsLogits() throws IOException {
        JsonNode vector = vector("token-entropy");
        try (NDManager manager = NDManager.newBaseManager()) {
            float[][] logits = new float[3][];
            for (int t = 0; t < logits.length; t++) {
                logits[t] = floats(vector.at("/inputs/logits").get(t));
            }
            Batch.Result result = Batch.whole(
                            TokenStream.ENTROPY,
                            Map.of(TokenStream.ENTROPY, new float[][] {
                                entropy(manager.create(logits)).toFloatArray()
                            }),
                            new float[][] {{1, 1, 1}})
                    .evaluate(Loss.of(new Entropy(fixed(1))));
            // (0.832396 + 1.098612 + 0.040674) / 3
            assertThat(result.metrics().get(METRIC)).isCloseTo(0.657227, within(1e-5));
            assertThat(result.loss()).isCloseTo(-0.657227, within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void theGradientIsThatOfFiniteDifferences(LossAggregation aggregation) {
        Entropy entropy = new Entropy(new EntropyConfig(0.5, aggregation, 0, 1e-4, 0, 0.005));
        LossChecks.gradientAgreesWithFiniteDifferences(TWO, Loss.of(entropy), 0.25f, 1e-6);
        float[][] gradient = TWO.evaluate(Loss.of(entropy)).gradient();
        assertThat(gradient[0][0]).isNegative();
        assertThat(gradient[1][2]).isZero();
    }

    @ParameterizedTest
    @EnumSource(LossAggregation.class)
    void aSplitIntoMicroBatchesAndMorePaddingChangeNothing(LossAggregation aggregation) {
        Entropy entropy = new Entropy(new EntropyConfig(0.5, aggregation, 0, 1e-4, 0, 0.005));
        LossChecks.microBatchesAndPaddingChangeNothing(TWO, Loss.of(entropy), 1e-6);
        LossChecks.tokensOutsideTheMaskChangeNothing(TWO, Loss.of(entropy));
        Batch.Result whole = TWO.evaluate(Loss.of(entropy));
        assertThat(whole.metrics().get(METRIC)).isCloseTo(0.6, within(1e-6)); // (0.9 + 0.1 + 0.5 + 1.2 + 0.3) / 5
    }

    @Test
    void aTokenOutsideTheMaskChangesNothingEvenIfItIsNotANumber() {
        Batch.Result result = Batch.whole(
                        TokenStream.ENTROPY,
                        Map.of(TokenStream.ENTROPY, new float[][] {{0.4f, Float.NaN}}),
                        new float[][] {{1, 0}})
                .evaluate(Loss.of(new Entropy(fixed(0.5))));
        assertThat(result.loss()).isCloseTo(-0.2, within(1e-6));
        assertThat(result.gradient()[0]).containsExactly(-0.5f, 0);
    }

    @Test
    void theCoefficientFollowsThePublishedSequence() throws IOException {
        JsonNode vector = vector("adaptive-entropy");
        JsonNode params = vector.get("params");
        EntropyConfig config = new EntropyConfig(
                vector.at("/inputs/initial").asDouble(),
                LossAggregation.TOKEN_MEAN,
                params.get("target").asDouble(),
                params.get("delta").asDouble(),
                params.get("min").asDouble(),
                params.get("max").asDouble());
        Entropy entropy = new Entropy(config);
        double[] observed = row(vector.at("/inputs/entropy_sequence"));
        for (int step = 0; step < observed.length; step++) {
            entropy.stepCompleted(Map.of(METRIC, observed[step]));
            double expected = vector.at("/expected/coef_sequence").get(step).asDouble();
            boolean active = vector.at("/expected/term_active").get(step).asBoolean();
            assertThat((double) entropy.state().get("coefficient")).isCloseTo(expected, within(1e-9));
            Batch.Result next = TWO.evaluate(Loss.of(entropy));
            assertThat(next.loss()).isCloseTo(active ? -expected * 0.6 : 0, within(1e-8));
            assertThat(next.metrics().get(COEFFICIENT)).isCloseTo(active ? expected : 0, within(1e-8));
        }
    }

    @Test
    void theLogarithmOfACoefficientFollowsTheDistanceFromTheTarget() {
        EntropyConfig config = new EntropyConfig(
                0.01, LossAggregation.TOKEN_MEAN, 0.5, 2, 0, 0.05, EntropyConfig.Adaptation.LOGARITHM);
        Entropy entropy = new Entropy(config);
        assertThat(TWO.evaluate(Loss.of(entropy)).loss())
                .isCloseTo(-0.006, within(1e-8)); // paid from the first step on
        entropy.stepCompleted(Map.of(METRIC, 0.25)); // e^(2 * 0.25)
        assertThat((double) entropy.state().get("coefficient")).isCloseTo(0.0164872, within(1e-7));
        entropy.stepCompleted(Map.of(METRIC, 0.75)); // back, and still paid above the target
        assertThat((double) entropy.state().get("coefficient")).isCloseTo(0.01, within(1e-9));
        assertThat(TWO.evaluate(Loss.of(entropy)).loss()).isCloseTo(-0.006, within(1e-8));
        assertThat(AdaptiveCoefficient.next(0.04, 0, config)).isEqualTo(0.05);
    }

    @Test
    void aLogarithmOfNothingIsRefused() {
        assertThatThrownBy(() -> new EntropyConfig(
                        0, LossAggregation.TOKEN_MEAN, 0.5, 2, 0, 0.05, EntropyConfig.Adaptation.LOGARITHM))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("entropy.coefficient is 0, whose logarithm can't adapt");
    }

    @Test
    void nothingIsPaidBeforeTheFirstMeasurement() {
        Batch.Result first = TWO.evaluate(Loss.of(new Entropy(adaptive(0.003))));
        assertThat(first.loss()).isZero();
        assertThat(first.metrics()).containsEntry(COEFFICIENT, 0.0);
        assertThat(first.metrics().get(METRIC)).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void theCoefficientStaysBetweenItsBounds() {
        EntropyConfig config = adaptive(0.0);
        assertThat(AdaptiveCoefficient.next(0.00495, 0.1, config)).isEqualTo(0.005);
        assertThat(AdaptiveCoefficient.next(0.00005, 0.3, config)).isZero();
    }

    @Test
    void aStepWithoutUpdatesChangesNothing() {
        Entropy entropy = new Entropy(adaptive(0.003));
        entropy.stepCompleted(Map.of(METRIC, 0.1));
        Map<String, Object> before = entropy.state();
        entropy.stepCompleted(Map.of());
        assertThat(entropy.state()).isEqualTo(before);
    }

    @Test
    void aFixedCoefficientStaysFixed() {
        Entropy entropy = new Entropy(fixed(0.01));
        entropy.stepCompleted(Map.of(METRIC, 0.1));
        assertThat(TWO.evaluate(Loss.of(entropy)).loss()).isCloseTo(-0.006, within(1e-8));
    }

    @Test
    void anEntropyThatIsNotANumberIsNotAdaptedTo() {
        Entropy entropy = new Entropy(adaptive(0.003));
        assertThatThrownBy(() -> entropy.stepCompleted(Map.of(METRIC, Double.NaN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("regularizer/entropy is NaN, so the coefficient can't adapt to it");
    }

    @Test
    void aResumedRunContinuesLikeOneThatWasNotStopped() throws IOException {
        Entropy continued = new Entropy(adaptive(0.003));
        continued.stepCompleted(Map.of(METRIC, 0.1));
        Entropy resumed = new Entropy(adaptive(0.003));
        resumed.restore(throughJson(continued.state()));
        for (double observed : new double[] {0.15, 0.3, 0.05}) {
            assertThat(TWO.evaluate(Loss.of(resumed)))
                    .usingRecursiveComparison()
                    .isEqualTo(TWO.evaluate(Loss.of(continued)));
            continued.stepCompleted(Map.of(METRIC, observed));
            resumed.stepCompleted(Map.of(METRIC, observed));
            assertThat(resumed.state()).isEqualTo(continued.state());
        }
        assertThat(TWO.evaluate(Loss.of(resumed)).loss()).isNegative();
    }

    @Test
    void aStateWithoutItsNumbersIsRefused() {
        assertThatThrownBy(() -> new Entropy(adaptive(0)).restore(Map.of("coefficient", 0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no boolean 'active'");
    }

    @Test
    void theBonusMakesASurePolicyUnsureAgain() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] logits = {4, 0}; // probabilities 0.982 and 0.018
            for (int step = 0; step < 100; step++) {
                float[] gradient =
                        gradient(new Entropy(fixed(1)), manager.create(logits).reshape(1, 2));
                logits[0] -= 2 * gradient[0];
                logits[1] -= 2 * gradient[1];
            }
            assertThat(manager.create(logits).softmax(0).toFloatArray())
                    .containsExactly(new float[] {0.5f, 0.5f}, within(0.01f));
        }
    }

    @Test
    void itReadsEntropyInTheLossAlone() {
        assertThat(new Entropy(fixed(1)).requirements()).isEqualTo(Requirements.lossStreams(TokenStream.ENTROPY));
    }

    @Test
    void aStartOutsideOfTheBoundsIsRefused() {
        assertThatThrownBy(() -> adaptive(0.01))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("entropy.coefficient is 0.01, but adapts between entropy.minimum 0.0 and "
                        + "entropy.maximum 0.005");
    }

    private static float[] gradient(Entropy regularizer, NDArray logits) {
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray entropy = entropy(logits);
            TokenBatch batch = TokenBatch.of(
                    logits.getManager().ones(entropy.getShape()),
                    Map.of(TokenStream.ENTROPY, entropy),
                    BatchTotals.of(1, 1, 1, 1));
            collector.backward(regularizer.loss(batch).orElseThrow());
            return logits.getGradient().toFloatArray();
        }
    }

    /** Entropies {@code [1, T]} of logits {@code [T, V]}. */
    private static NDArray entropy(NDArray logits) {
        NDArray logprobs = logits.logSoftmax(1);
        return logprobs.exp().mul(logprobs).sum(new int[] {1}).neg().reshape(1, -1);
    }

    private static EntropyConfig fixed(double coefficient) {
        return new EntropyConfig(coefficient, LossAggregation.TOKEN_MEAN, 0, 1e-4, 0, 0.005);
    }

    private static EntropyConfig adaptive(double start) {
        return new EntropyConfig(start, LossAggregation.TOKEN_MEAN, 0.2, 1e-4, 0, 0.005);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> throughJson(Map<String, Object> state) throws IOException {
        ObjectMapper json = new ObjectMapper();
        return json.readValue(json.writeValueAsString(state), Map.class);
    }
}
