package org.reason4j.gym.puzzle;

import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * A square with boxes: every row, column and box has each number once.
 *
 * @param box rows and columns of a box; the square has that many boxes in a row
 * @param puzzle what is given
 * @param solution the square, filled
 */
public record Sudoku(int box, Grid puzzle, Grid solution) implements Problem {

    @Override
    public String question() {
        int size = box * box;
        return "Fill the empty cells (_) with numbers from 1 to " + size
                + " so that every row, every column and each of the "
                + box + " x " + box + " boxes has each of them once:\n" + puzzle.text() + "\nAnswer with all " + size
                + " rows, one on a line, with blanks between the numbers.";
    }

    @Override
    public String answer() {
        return solution.text();
    }

    @Override
    public boolean accepts(String answer) {
        return Grid.read(answer, box * box, box * box)
                .filter(filled -> filled.fills(puzzle) && filled.latin())
                .filter(filled -> IntStream.range(0, box * box).allMatch(i -> inBox(filled, i)))
                .isPresent();
    }

    private boolean inBox(Grid filled, int number) {
        int top = number / box * box;
        int left = number % box * box;
        return Grid.complete(IntStream.range(0, box * box)
                .mapToObj(i -> filled.at(top + i / box, left + i % box))
                .toList());
    }

    /** Empty cells. */
    @Override
    public double work() {
        return puzzle.empty();
    }
}
