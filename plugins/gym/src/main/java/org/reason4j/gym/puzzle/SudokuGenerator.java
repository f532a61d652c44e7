package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a square of nine rows and empties cells as long as there is one way to fill them.
 *
 * @param empty empty cells, 1 to 55, or fewer where no more can be
 */
public record SudokuGenerator(int empty) implements Generator {

    public SudokuGenerator {
        range("empty", empty, 1, 55);
    }

    @Override
    public Sudoku problem(Draws draws) {
        return drawn(draws, 3, empty);
    }

    static Sudoku drawn(Draws draws, int box, int empty) {
        LatinSolver solver = new LatinSolver(box * box, box, List.of());
        Grid full = solver.drawn(draws);
        return new Sudoku(box, solver.emptied(draws, full, empty), full);
    }
}
