package org.reason4j.gym.board;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.puzzle.Grid;

/**
 * Draws small patches of life on a board, half of the boards such that they die out.
 *
 * @param size rows and columns, 6 to 16
 * @param patches how many there are, 1 to 6
 * @param steps how many, 2 to 20
 */
public record GameOfLifeHaltingGenerator(int size, int patches, int steps) implements Generator {

    private static final int TRIES = 60;

    public GameOfLifeHaltingGenerator {
        range("size", size, 6, 16);
        range("patches", patches, 1, 6);
        range("steps", steps, 2, 20);
    }

    @Override
    public GameOfLifeHalting problem(Draws draws) {
        boolean dies = draws.chance(0.5);
        GameOfLifeHalting drawn = drawn(draws);
        for (int i = 0; i < TRIES && drawn.dies() != dies; i++) {
            drawn = drawn(draws);
        }
        return drawn;
    }

    private GameOfLifeHalting drawn(Draws draws) {
        int[][] cells = new int[size][size];
        for (int patch = 0; patch < patches; patch++) {
            int top = draws.below(size - 2);
            int left = draws.below(size - 2);
            for (int cell = 0; cell < 3; cell++) {
                cells[top + draws.below(3)][left + draws.below(3)] = 1;
            }
        }
        return new GameOfLifeHalting(Grid.of(cells), steps);
    }
}
