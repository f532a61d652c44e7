package org.reason4j.gym.puzzle;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * Ones in a grid so that the places of the ones in each row and in each column come to given sums.
 *
 * @param rowSums of each row, the sum of the columns with a 1, counted from 1
 * @param columnSums of each column, the sum of the rows with a 1
 * @param solution one way
 */
public record Kakurasu(List<Integer> rowSums, List<Integer> columnSums, Grid solution) implements Problem {

    public Kakurasu {
        rowSums = List.copyOf(rowSums);
        columnSums = List.copyOf(columnSums);
    }

    @Override
    public String question() {
        return "A grid has " + rowSums.size() + " rows and " + columnSums.size()
                + " columns of zeros and ones. A 1 in column k"
                + " adds k to its row, and a 1 in row k adds k to its column, both counted from 1. The rows come to "
                + rowSums
                + " and the columns to " + columnSums
                + ". Which grid is it? Answer with a line for each row, with blanks"
                + " between the digits.";
    }

    @Override
    public String answer() {
        return solution.numbers();
    }

    @Override
    public boolean accepts(String answer) {
        return Grid.read(answer, rowSums.size(), columnSums.size())
                .filter(grid -> grid.rows().stream().flatMap(List::stream).allMatch(cell -> cell <= 1))
                .filter(grid -> rowSums.equals(
                        grid.rows().stream().map(Kakurasu::weighted).toList()))
                .filter(grid -> columnSums.equals(IntStream.range(0, grid.width())
                        .mapToObj(column -> weighted(grid.column(column)))
                        .toList()))
                .isPresent();
    }

    static int weighted(List<Integer> line) {
        return IntStream.range(0, line.size()).map(i -> (i + 1) * line.get(i)).sum();
    }

    /** Cells. */
    @Override
    public double work() {
        return rowSums.size() * (double) columnSums.size();
    }
}
