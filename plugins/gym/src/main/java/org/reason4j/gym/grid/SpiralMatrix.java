package org.reason4j.gym.grid;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A matrix to be read clockwise from its upper left corner inwards.
 *
 * @param matrix of integers
 */
public record SpiralMatrix(List<List<Integer>> matrix) implements Problem {
    public SpiralMatrix {
        matrix = Matrices.copy(matrix);
    }

    @Override
    public String question() {
        return """
                Read this matrix along a spiral: start at the upper left corner, go right, then down, then left, then up, \
                and turn right whenever the next cell is outside or was read before.
                %s
                Answer with all numbers in the order in which they are read, with spaces between them.""".formatted(Matrices.text(matrix));
    }

    @Override
    public String answer() {
        return spiral().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    @Override
    public boolean accepts(String answer) {
        List<BigInteger> right = spiral().stream().map(BigInteger::valueOf).toList();
        return Answers.integers(answer).filter(right::equals).isPresent();
    }

    @Override
    public double work() {
        return Matrices.cells(matrix);
    }

    private List<Integer> spiral() { // the first row, and then the spiral of the rest turned to the left
        List<Integer> spiral = new ArrayList<>();
        List<List<Integer>> left = matrix;
        while (!left.isEmpty()) {
            spiral.addAll(left.get(0));
            left = turnedLeft(left.subList(1, left.size()));
        }
        return spiral;
    }

    private static List<List<Integer>> turnedLeft(List<List<Integer>> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        int columns = Matrices.columns(rows);
        return Matrices.of(
                columns, rows.size(), (row, column) -> rows.get(column).get(columns - 1 - row));
    }
}
