package org.reason4j.gym.board;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a board.
 *
 * @param rows how many, 3 to 15
 * @param columns how many, 3 to 15
 * @param steps how many, 1 to 20
 */
public record GameOfLifeGenerator(int rows, int columns, int steps) implements Generator {

    public GameOfLifeGenerator {
        range("rows", rows, 3, 15);
        range("columns", columns, 3, 15);
        range("steps", steps, 1, 20);
    }

    @Override
    public GameOfLife problem(Draws draws) {
        return new GameOfLife(Life.drawn(draws, rows, columns, 0.4), steps);
    }
}
