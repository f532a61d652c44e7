package org.reason4j.optimizer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.optimizer.ppo.ConjugateGradient.Solution;

class ConjugateGradientTest {

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("trpo-step");
        float[][] fisher = matrix(vector.at("/inputs/fisher"));
        double damping = vector.at("/params/damping").asDouble();
        float[] gradient = floats(vector.at("/inputs/grad"));
        Solution solution = ConjugateGradient.solve(
                v -> product(fisher, v).combine(1, damping, v),
                new Weights(gradient),
                vector.at("/params/cg_iters").asInt(),
                1e-10);
        JsonNode expected = vector.get("expected");
        float[] direction = Weights.of(solution.x());
        assertThat(direction).containsExactly(floats(expected.get("cg_solution")), within(2e-6f));
        assertThat(solution.curvature()).isCloseTo(expected.get("sHs").asDouble(), within(2e-6));
        assertThat(solution.residual()).isLessThan(1e-5);
        double step = TrustRegion.fullStep(
                solution.curvature(), vector.at("/params/delta").asDouble());
        assertThat(step).isCloseTo(expected.get("step_scale").asDouble(), within(2e-6));
        double[] full = row(expected.get("full_step"));
        assertThat(step * direction[0]).isCloseTo(full[0], within(2e-6));
        assertThat(step * direction[1]).isCloseTo(full[1], within(2e-6));
        assertThat(step * step * solution.curvature() / 2)
                .isCloseTo(expected.get("quadratic_kl").asDouble(), within(2e-6));
    }

    @Test
    void theResidualSaysWhatTooFewIterationsLeave() {
        float[][] matrix = {{2, 0.5f}, {0.5f, 1}};
        Solution solution = ConjugateGradient.solve(v -> product(matrix, v), new Weights(1, 0), 1, 0);
        // step 1 / 2 along (1, 0): b - A x = (1, 0) - (1, 0.25)
        assertThat(Weights.of(solution.x())).containsExactly(0.5f, 0);
        assertThat(solution.residual()).isCloseTo(0.25, within(1e-6));
        assertThat(solution.curvature()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void aDirectionWithoutCurvatureIsNotFollowed() {
        float[][] matrix = {{-1, 0}, {0, 1}};
        Solution solution = ConjugateGradient.solve(v -> product(matrix, v), new Weights(1, 0), 5, 0);
        assertThat(Weights.of(solution.x())).containsExactly(0, 0);
        assertThat(solution.curvature()).isZero();
    }

    private static float[] floats(JsonNode numbers) {
        double[] row = row(numbers);
        float[] floats = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            floats[i] = (float) row[i];
        }
        return floats;
    }

    private static WeightVector product(float[][] matrix, WeightVector vector) {
        float[] result = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            result[i] = (float) new Weights(matrix[i]).dot(vector);
        }
        return new Weights(result);
    }
}
