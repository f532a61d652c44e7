package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws matrices of digits.
 *
 * @param rows how many rows, 2 to 30
 * @param columns how many columns, 2 to 30
 */
public record SpiralMatrixGenerator(int rows, int columns) implements Generator {
    public SpiralMatrixGenerator {
        range("rows", rows, 2, 30);
        range("columns", columns, 2, 30);
    }

    @Override
    public SpiralMatrix problem(Draws draws) {
        return new SpiralMatrix(Matrices.drawn(draws, rows, columns, 9));
    }
}
