package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws matrices of zeros and ones with at least one zero.
 *
 * @param side rows and columns, 2 to 30
 * @param ones how many of 100 cells are 1 on average, 10 to 99
 */
public record BinaryMatrixGenerator(int side, int ones) implements Generator {
    public BinaryMatrixGenerator {
        range("side", side, 2, 30);
        range("ones", ones, 10, 99);
    }

    @Override
    public BinaryMatrix problem(Draws draws) {
        int zero = draws.below(side * side);
        return new BinaryMatrix(Matrices.of(
                side, side, (row, column) -> row * side + column == zero || !draws.chance(ones / 100.0) ? 0 : 1));
    }
}
