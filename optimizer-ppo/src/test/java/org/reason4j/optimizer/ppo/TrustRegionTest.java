package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.optimizer.ppo.TrpoConfig.Advantage;
import org.reason4j.testkit.RecordedMetrics;

class TrustRegionTest {

    private static final Trpo TRPO = new Trpo(TrpoConfig.DEFAULTS, new RecordedMetrics());

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "1, true", "2, true", "3, true"})
    void aStepImprovesTheLossWithinTheRegion(long seed, boolean bf16) {
        SoftmaxPolicy policy = policy(seed, bf16, TRPO::loss);
        double before = policy.value(TRPO::loss);
        Map<String, Double> metrics = update(policy, config(0.01, 0.1, 10, bf16 ? 0.1 : 0.03));
        assertThat(metrics.get("trpo/accepted")).as("seed %s", seed).isEqualTo(1);
        assertThat(policy.value(TRPO::loss)).isLessThan(before);
        assertThat(policy.value(Divergence::k3))
                .isEqualTo(metrics.get("trpo/kl"))
                .isBetween(0.002, 0.01);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theStepIsTheNaturalGradientOfTheExplicitFisherMatrix(long seed) {
        SoftmaxPolicy policy = policy(seed, false, TRPO::loss);
        float[] start = Weights.of(policy.weights()).clone();
        double[] natural = solve(damped(policy.fisher(), 0.1), Weights.of(policy.gradient(TRPO::loss)));
        update(policy, config(0.01, 0.1, 10, 0.03));
        double product = 0;
        double length = 0;
        double naturalLength = 0;
        for (int i = 0; i < start.length; i++) {
            double moved = Weights.of(policy.weights())[i] - start[i];
            product -= moved * natural[i];
            length += moved * moved;
            naturalLength += natural[i] * natural[i];
        }
        assertThat(product / Math.sqrt(length * naturalLength))
                .as("seed %s", seed)
                .isGreaterThan(0.9999);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSmallStepDivergesAsTheQuadraticModelExpects(long seed) {
        SoftmaxPolicy policy = policy(seed, false, TRPO::loss);
        Map<String, Double> metrics = update(policy, config(1e-4, 0.1, 10, 0.03));
        assertThat(metrics.get("trpo/kl") / metrics.get("trpo/expected_kl"))
                .as("seed %s", seed)
                .isCloseTo(1, within(0.05));
        assertThat(metrics.get("trpo/cg_residual")).isLessThan(1e-2);
    }

    @Test
    void withoutAnAcceptableStepTheWeightsAreRestored() {
        SoftmaxPolicy policy = policy(1, false, TrustRegionTest::surprise);
        float[] start = Weights.of(policy.weights()).clone();
        Map<String, Double> metrics = update(policy, config(1, 1e-3, 1, 0.03));
        assertThat(metrics.get("trpo/accepted")).isZero();
        assertThat(metrics.get("trpo/line_search_steps")).isEqualTo(1);
        assertThat(metrics.get("trpo/kl")).isZero();
        assertThat(metrics.get("trpo/expected_kl")).isZero();
        assertThat(Weights.of(policy.weights())).containsExactly(start);
    }

    @Test
    void aDirectionThatConjugateGradientDidNotFindIsNotTried() {
        SoftmaxPolicy policy = policy(1, false, TRPO::loss);
        float[] start = Weights.of(policy.weights()).clone();
        TrpoConfig one = config(0.01, 1e-3, 10, 0.03);
        TrpoConfig strict = new TrpoConfig(
                one.delta(),
                one.damping(),
                1, // a single iteration: the residual is far from 0
                one.cgTolerance(),
                one.backtracks(),
                one.backtrackFactor(),
                one.fisherSpread(),
                0.01,
                one.advantage(),
                one.gae(),
                one.critic());
        Map<String, Double> metrics = update(policy, strict);
        assertThat(metrics.get("trpo/cg_residual")).isGreaterThan(0.01);
        assertThat(metrics.get("trpo/accepted")).isZero();
        assertThat(metrics.get("trpo/line_search_steps")).isZero();
        assertThat(Weights.of(policy.weights())).containsExactly(start);
    }

    @Test
    void theLineSearchComesBackFromTooLargeAStep() {
        SoftmaxPolicy policy = policy(1, false, TrustRegionTest::surprise);
        Map<String, Double> metrics = update(policy, config(1, 1e-3, 10, 0.03));
        assertThat(metrics.get("trpo/accepted")).isEqualTo(1);
        assertThat(metrics.get("trpo/line_search_steps")).isGreaterThan(1);
        assertThat(metrics.get("trpo/kl")).isBetween(0.3, 1.0);
    }

    /** Rewards a token for having been unlikely: a step makes it likelier, and diverges faster than the quadratic model. */
    private static NDArray surprise(TokenBatch batch) {
        return batch.tokenMean(Learned.logRatio(batch, 20).exp().mul(batch.oldLogprobs()));
    }

    @Test
    void eachTryIsFourFifthsOfTheOneBefore() throws IOException {
        JsonNode vector = vector("trpo-step");
        double[] scales = row(vector.at("/expected/line_search_scales"));
        assertThat(scales).hasSize(TrpoConfig.DEFAULTS.backtracks());
        for (int i = 0; i < scales.length; i++) {
            assertThat(Math.pow(TrpoConfig.DEFAULTS.backtrackFactor(), i)).isCloseTo(scales[i], within(2e-6));
        }
    }

    @Test
    void withoutAGradientNothingIsTried() {
        SoftmaxPolicy policy = policy(1, false, batch -> batch.logprobs().mul(0).sum());
        float[] start = Weights.of(policy.weights()).clone();
        assertThat(update(policy, TrpoConfig.DEFAULTS))
                .isEqualTo(Map.of(
                        "trpo/kl", 0.0, "trpo/expected_kl", 0.0, "trpo/line_search_steps", 0.0, "trpo/accepted", 0.0));
        assertThat(Weights.of(policy.weights())).containsExactly(start);
    }

    private static Map<String, Double> update(SoftmaxPolicy policy, TrpoConfig config) {
        return new TrustRegion(config).update(policy);
    }

    private static SoftmaxPolicy policy(long seed, boolean bf16, Function<TokenBatch, NDArray> loss) {
        return new SoftmaxPolicy(seed, 4, 5, 60, bf16, loss);
    }

    private static TrpoConfig config(double delta, double damping, int backtracks, double spread) {
        return new TrpoConfig(
                delta,
                damping,
                30,
                1e-10,
                backtracks,
                0.8,
                spread,
                1,
                Advantage.GROUP,
                GaeConfig.DEFAULTS,
                CriticConfig.DEFAULTS);
    }

    private static double[][] damped(double[][] matrix, double damping) {
        for (int i = 0; i < matrix.length; i++) {
            matrix[i][i] += damping;
        }
        return matrix;
    }

    /** Gauss-Jordan elimination; a positive definite matrix needs no pivots. */
    private static double[] solve(double[][] matrix, float[] right) {
        double[] solution = new double[right.length];
        for (int i = 0; i < right.length; i++) {
            solution[i] = right[i];
        }
        for (int k = 0; k < right.length; k++) {
            for (int i = 0; i < right.length; i++) {
                if (i != k) {
                    double factor = matrix[i][k] / matrix[k][k];
                    for (int j = k; j < right.length; j++) {
                        matrix[i][j] -= factor * matrix[k][j];
                    }
                    solution[i] -= factor * solution[k];
                }
            }
        }
        for (int k = 0; k < right.length; k++) {
            solution[k] /= matrix[k][k];
        }
        return solution;
    }
}
