package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws square matrices and squares of two to four cells a side.
 *
 * @param side rows and columns, 2 to 30
 * @param digits of the largest number, 1 to 4
 */
public record PoolMatrixGenerator(int side, int digits) implements Generator {
    public PoolMatrixGenerator {
        range("side", side, 2, 30);
        range("digits", digits, 1, 4);
    }

    @Override
    public PoolMatrix problem(Draws draws) {
        int window = draws.between(2, Math.min(4, side));
        return new PoolMatrix(
                Matrices.drawn(draws, side, side, (int) Math.pow(10, digits) - 1), window, draws.chance(0.5));
    }
}
