package org.reason4j.optimizer.ppo;

import java.util.function.UnaryOperator;
import org.reason4j.api.optimizer.WeightVector;

/**
 * Solves {@code A x = b} for a symmetric positive matrix that is known by its products alone.
 *
 * @see <a href="https://arxiv.org/abs/1502.05477">TRPO, appendix C</a>
 */
final class ConjugateGradient {

    private ConjugateGradient() {}

    /**
     * An approximate solution.
     *
     * @param x the solution
     * @param curvature {@code x' A x}; 0 where the first direction had none, and then {@code x} is 0
     * @param residual {@code |b - A x| / |b|}
     */
    record Solution(WeightVector x, double curvature, double residual) {}

    /**
     * Solves up to a residual.
     *
     * @param product gives {@code A v}, a vector of its own
     * @param b not 0
     * @param tolerance bound on {@code |b - A x|² / |b|²}
     */
    static Solution solve(UnaryOperator<WeightVector> product, WeightVector b, int iterations, double tolerance) {
        WeightVector x = b.copy().combine(0, 0, b);
        double initial = b.dot(b);
        double squared = initial;
        try (WeightVector residual = b.copy();
                WeightVector direction = b.copy()) {
            for (int i = 0; i < iterations && squared > tolerance * initial; i++) {
                try (WeightVector image = product.apply(direction)) {
                    double curvature = direction.dot(image);
                    if (!(curvature > 0)) { // rounding, or nothing to learn in that direction
                        break;
                    }
                    double step = squared / curvature;
                    x.combine(1, step, direction);
                    residual.combine(1, -step, image);
                }
                double next = residual.dot(residual);
                direction.combine(next / squared, 1, residual);
                squared = next;
            }
            return new Solution(x, x.dot(b) - x.dot(residual), Math.sqrt(squared / initial));
        }
    }
}
