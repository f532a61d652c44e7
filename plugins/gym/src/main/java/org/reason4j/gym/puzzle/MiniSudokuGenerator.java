package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a square of four rows and empties cells as long as there is one way to fill them.
 *
 * @param empty empty cells, 1 to 12, or fewer where no more can be
 */
public record MiniSudokuGenerator(int empty) implements Generator {

    public MiniSudokuGenerator {
        range("empty", empty, 1, 12);
    }

    @Override
    public Sudoku problem(Draws draws) {
        return SudokuGenerator.drawn(draws, 2, empty);
    }
}
