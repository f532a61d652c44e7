package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws maps in which each cell is land by chance.
 *
 * @param side rows and columns, 2 to 40
 * @param land how many of 100 cells are land on average, 5 to 95
 */
public record LargestIslandGenerator(int side, int land) implements Generator {
    public LargestIslandGenerator {
        range("side", side, 2, 40);
        range("land", land, 5, 95);
    }

    @Override
    public LargestIsland problem(Draws draws) {
        return new LargestIsland(Matrices.of(side, side, (row, column) -> draws.chance(land / 100.0) ? 1 : 0));
    }
}
