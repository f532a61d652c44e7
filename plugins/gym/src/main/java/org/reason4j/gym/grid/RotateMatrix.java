package org.reason4j.gym.grid;

import java.util.List;
import org.reason4j.gym.Problem;

/**
 * A matrix to be turned to the right by quarters.
 *
 * @param matrix of integers
 * @param turns how many quarters, at least 1
 */
public record RotateMatrix(List<List<Integer>> matrix, int turns) implements Problem {
    public RotateMatrix {
        matrix = Matrices.copy(matrix);
    }

    @Override
    public String question() {
        return """
                Turn this matrix clockwise by %d degrees:
                %s
                Answer with the turned matrix, a line for each row, with spaces between the numbers.""".formatted(90 * turns, Matrices.text(matrix));
    }

    @Override
    public String answer() {
        return Matrices.text(turned());
    }

    @Override
    public boolean accepts(String answer) {
        return Matrices.is(answer, turned());
    }

    /** Cells moved, quarter by quarter. */
    @Override
    public double work() {
        return (double) Matrices.cells(matrix) * turns;
    }

    private List<List<Integer>> turned() {
        List<List<Integer>> turned = matrix;
        for (int i = 0; i < turns % 4; i++) {
            turned = MatrixStep.turnedRight(turned);
        }
        return turned;
    }
}
