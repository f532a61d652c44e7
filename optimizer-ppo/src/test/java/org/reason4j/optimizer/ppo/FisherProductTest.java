package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.optimizer.WeightVector;

class FisherProductTest {

    private static final int FEATURES = 6;
    private static final int VOCABULARY = 5;

    /** Lengths of vectors from tiny to huge: only their direction may matter. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1e-6", "3, 1e6", "4, 1", "5, 1"})
    void inFp32ItIsTheExplicitMatrixTimesTheVector(long seed, float length) {
        SoftmaxPolicy policy = policy(seed, false);
        // the error of a central difference falls with the square of the step
        assertThat(error(policy, vector(seed, length), 0.03))
                .as("seed %s", seed)
                .isLessThan(5e-3);
        assertThat(error(policy, vector(seed, length), 0.01))
                .as("seed %s", seed)
                .isLessThan(6e-4);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1e-6", "3, 1e6", "4, 1", "5, 1"})
    void inBf16AWiderSpreadStandsOutOfTheRounding(long seed, float length) {
        SoftmaxPolicy policy = policy(seed, true);
        assertThat(error(policy, vector(seed, length), 0.1)).as("seed %s", seed).isLessThan(0.1);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void theWeightsAreWhereTheyWere(long seed) {
        SoftmaxPolicy policy = policy(seed, false);
        float[] before = Weights.of(policy.weights()).clone();
        new FisherProduct(policy, policy.weights(), 0.03).of(vector(seed, 1));
        assertThat(Weights.of(policy.weights())).containsExactly(before);
    }

    /** {@code |F v - product| / |F v|}. */
    private static double error(SoftmaxPolicy policy, Weights vector, double spread) {
        double[][] fisher = policy.fisher();
        WeightVector product = new FisherProduct(policy, policy.weights(), spread).of(vector);
        double squares = 0;
        double errors = 0;
        for (int i = 0; i < fisher.length; i++) {
            double expected = 0;
            for (int j = 0; j < fisher.length; j++) {
                expected += fisher[i][j] * vector.values()[j];
            }
            squares += expected * expected;
            errors += Math.pow(expected - Weights.of(product)[i], 2);
        }
        return Math.sqrt(errors / squares);
    }

    private static Weights vector(long seed, float length) {
        Random random = new Random(~seed);
        float[] values = new float[FEATURES * VOCABULARY];
        for (int i = 0; i < values.length; i++) {
            values[i] = length * (float) random.nextGaussian();
        }
        return new Weights(values);
    }

    private static SoftmaxPolicy policy(long seed, boolean bf16) {
        return new SoftmaxPolicy(seed, FEATURES, VOCABULARY, 60, bf16, Divergence::k3);
    }
}
