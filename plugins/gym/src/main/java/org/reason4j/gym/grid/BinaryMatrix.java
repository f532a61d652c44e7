package org.reason4j.gym.grid;

import java.util.Arrays;
import java.util.List;
import org.reason4j.gym.Problem;

/**
 * How far each cell of a matrix is from the nearest 0, in steps up, down, left and right.
 *
 * @param matrix of zeros and ones, with a zero
 */
public record BinaryMatrix(List<List<Integer>> matrix) implements Problem {
    public BinaryMatrix {
        matrix = Matrices.copy(matrix);
    }

    @Override
    public String question() {
        return """
                Replace each number of this matrix by its distance from the nearest 0: the fewest steps up, down, left or \
                right that lead from the cell to a 0, and 0 for a 0 itself.
                %s
                Answer with the matrix of distances, a line for each row, with spaces between the numbers.""".formatted(Matrices.text(matrix));
    }

    @Override
    public String answer() {
        return Matrices.text(distances());
    }

    @Override
    public boolean accepts(String answer) {
        return Matrices.is(answer, distances());
    }

    /** Rings round each cell in which a 0 is looked for. */
    @Override
    public double work() {
        return Matrices.cells(matrix) + Arrays.stream(steps()).sum();
    }

    private int[] steps() {
        return Matrices.steps(matrix, cell -> true, cell -> cell == 0);
    }

    private List<List<Integer>> distances() {
        int[] steps = steps();
        int columns = Matrices.columns(matrix);
        return Matrices.of(Matrices.rows(matrix), columns, (row, column) -> steps[row * columns + column]);
    }
}
