package org.reason4j.regularizer.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.regularizer.kl.Configs.inLoss;
import static org.reason4j.testkit.Vectors.floats;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.regularizer.kl.KlConfig.Estimator;

class KlEstimateTest {

    @Test
    void k3IsExpOfTheDifferenceLessTheDifferenceLessOne() {
        // d = ln 2: 2 - 0.693147 - 1
        assertThat(KlEstimate.of(Math.log(0.25), Math.log(0.5), inLoss(Estimator.K3)))
                .isCloseTo(0.306853, within(1e-6));
    }

    @Test
    void theSamePolicyCostsNothing() {
        for (Estimator estimator : Estimator.values()) {
            assertThat(KlEstimate.of(-1.5, -1.5, inLoss(estimator))).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"K1, k1, grad_k1", "K2, k2, grad_k2", "K3, k3, grad_k3", "K3_PLUS, k3, grad_k3_plus"})
    void valuesAndGradientsAreReproduced(Estimator estimator, String value, String gradient) throws IOException {
        JsonNode vector = vector("kl-estimators");
        float[] logprobs = floats(vector.at("/inputs/logp"));
        float[] reference = floats(vector.at("/inputs/ref_logp"));
        float[] expected = floats(vector.get("expected").get(value));
        for (int t = 0; t < logprobs.length; t++) {
            assertThat(KlEstimate.of(logprobs[t], reference[t], inLoss(estimator)))
                    .isCloseTo(expected[t], within(1e-5));
        }
        assertThat(values(logprobs, reference, estimator)).containsExactly(expected, within(1e-5f));
        assertThat(gradients(logprobs, reference, estimator))
                .containsExactly(floats(vector.get("expected").get(gradient)), within(1e-5f));
    }

    @Test
    void theAbsoluteDifferenceIsReproduced() throws IOException {
        JsonNode vector = vector("kl-estimators");
        assertThat(values(floats(vector.at("/inputs/logp")), floats(vector.at("/inputs/ref_logp")), Estimator.ABS))
                .containsExactly(floats(vector.at("/expected/abs")), within(1e-5f));
    }

    @Test
    void theClampsBoundK3AtAnyDistance() throws IOException {
        JsonNode vector = vector("kl-k3-extreme");
        float[] logprobs = floats(vector.at("/inputs/logp"));
        float[] reference = floats(vector.at("/inputs/ref_logp"));
        float[] expected = floats(vector.at("/expected/k3"));
        assertThat(values(logprobs, reference, Estimator.K3)).containsExactly(expected, within(1e-5f));
        assertThat(KlEstimate.of(logprobs[0], reference[0], inLoss(Estimator.K3)))
                .isEqualTo(10);
        assertThat(KlEstimate.of(logprobs[1], reference[1], inLoss(Estimator.K3)))
                .isEqualTo(10);
    }

    @Test
    void theGradientOfK3PlusReachesAsFarAsThatOfK2() {
        assertThat(gradients(new float[] {-30}, new float[] {-1}, Estimator.K3)[0])
                .isZero();
        assertThat(gradients(new float[] {-30}, new float[] {-1}, Estimator.K3_PLUS))
                .containsExactly(-29);
    }

    @ParameterizedTest
    @CsvSource({"K1, E_grad_k1", "K2, true_grad", "K3, E_grad_k3", "K3_PLUS, E_grad_k2"})
    void theExpectedGradientOnPolicyIsThatOfTheDivergenceForK2Alone(Estimator estimator, String expected)
            throws IOException {
        JsonNode vector = vector("kl-gradient-bias");
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray logits = manager.create(floats(vector.at("/inputs/logits")));
            logits.setRequiresGradient(true);
            NDArray reference =
                    manager.create(floats(vector.at("/inputs/ref_probs"))).log();
            NDArray logprobs = logits.logSoftmax(0);
            NDArray probabilities = logprobs.stopGradient().exp();
            NDArray expectation = KlEstimate.perToken(logprobs, reference, inLoss(estimator))
                    .mul(probabilities)
                    .sum();
            collector.backward(expectation);
            assertThat(logits.getGradient().toFloatArray())
                    .containsExactly(floats(vector.get("expected").get(expected)), within(1e-5f));
            if (estimator == Estimator.K3) {
                assertThat((double) expectation.getFloat())
                        .isCloseTo(vector.at("/expected/E_k3").asDouble(), within(1e-5));
            }
        }
    }

    @Test
    void theCoefficientAdaptsAsInTheWorkedExample() throws IOException {
        JsonNode vector = vector("adaptive-kl");
        double[] observed = row(vector.at("/inputs/observed_kl"));
        double[] expected = row(vector.at("/expected/next_coef_each_from_0.2"));
        for (int i = 0; i < observed.length; i++) {
            assertThat(AdaptiveCoefficient.next(
                            vector.at("/inputs/coef").asDouble(),
                            observed[i],
                            vector.at("/inputs/steps_n").asInt(),
                            vector.at("/params/target").asDouble(),
                            vector.at("/params/horizon").asDouble()))
                    .isCloseTo(expected[i], within(1e-6));
        }
    }

    private static float[] values(float[] logprobs, float[] reference, Estimator estimator) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return KlEstimate.perToken(manager.create(logprobs), manager.create(reference), inLoss(estimator))
                    .toFloatArray();
        }
    }

    private static float[] gradients(float[] logprobs, float[] reference, Estimator estimator) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray learnable = manager.create(logprobs);
            learnable.setRequiresGradient(true);
            collector.backward(KlEstimate.perToken(learnable, manager.create(reference), inLoss(estimator))
                    .sum());
            return learnable.getGradient().toFloatArray();
        }
    }
}
