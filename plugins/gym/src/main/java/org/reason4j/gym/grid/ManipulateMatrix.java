package org.reason4j.gym.grid;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * A matrix to be changed step by step.
 *
 * @param matrix of integers
 * @param steps at least one, after each of which a cell is left
 */
public record ManipulateMatrix(List<List<Integer>> matrix, List<MatrixStep> steps) implements Problem {
    public ManipulateMatrix {
        matrix = Matrices.copy(matrix);
        steps = List.copyOf(steps);
    }

    @Override
    public String question() {
        return """
                Start with this matrix:
                %s
                Then do this, one after the other:
                %s
                Answer with the last matrix, a line for each row, with spaces between the numbers.""".formatted(
                        Matrices.text(matrix),
                        IntStream.range(0, steps.size())
                                .mapToObj(i -> (i + 1) + ". " + steps.get(i).instruction())
                                .collect(Collectors.joining("\n")));
    }

    @Override
    public String answer() {
        return Matrices.text(after(steps.size()));
    }

    @Override
    public boolean accepts(String answer) {
        return Matrices.is(answer, after(steps.size()));
    }

    /** Cells written, over all steps. */
    @Override
    public double work() {
        return IntStream.rangeClosed(0, steps.size())
                .map(count -> Matrices.cells(after(count)))
                .sum();
    }

    private List<List<Integer>> after(int count) {
        List<List<Integer>> current = matrix;
        for (MatrixStep step : steps.subList(0, count)) {
            current = step.apply(current);
        }
        return current;
    }
}
