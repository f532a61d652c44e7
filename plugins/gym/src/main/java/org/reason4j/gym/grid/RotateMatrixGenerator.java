package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws square matrices of digits.
 *
 * @param side rows and columns, 2 to 30
 * @param turns how many quarter turns at most, 1 to 40
 */
public record RotateMatrixGenerator(int side, int turns) implements Generator {
    public RotateMatrixGenerator {
        range("side", side, 2, 30);
        range("turns", turns, 1, 40);
    }

    @Override
    public RotateMatrix problem(Draws draws) {
        return new RotateMatrix(Matrices.drawn(draws, side, side, 9), draws.between(1, turns));
    }
}
