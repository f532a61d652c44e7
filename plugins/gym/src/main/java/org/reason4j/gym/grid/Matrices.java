package org.reason4j.gym.grid;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Draws;

/** Matrices of integers as lists of rows of one length. */
final class Matrices {

    private Matrices() {}

    /** Returns a matrix whose cells are a function of row and column, called row by row. */
    static List<List<Integer>> of(int rows, int columns, IntBinaryOperator cell) {
        List<List<Integer>> matrix = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Integer> line = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                line.add(cell.applyAsInt(row, column));
            }
            matrix.add(List.copyOf(line));
        }
        return List.copyOf(matrix);
    }

    /** Returns a matrix of integers from 0 to {@code highest}. */
    static List<List<Integer>> drawn(Draws draws, int rows, int columns, int highest) {
        return of(rows, columns, (row, column) -> draws.between(0, highest));
    }

    /** Returns an immutable copy. */
    static List<List<Integer>> copy(List<List<Integer>> matrix) {
        return matrix.stream().map(List::copyOf).toList();
    }

    /** Returns a line for each row, with spaces between the cells. */
    static String text(List<List<Integer>> matrix) {
        return matrix.stream()
                .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    /** Says whether an answer is this matrix. */
    static boolean is(String answer, List<List<Integer>> matrix) {
        List<List<BigInteger>> right = matrix.stream()
                .map(row -> row.stream().map(BigInteger::valueOf).toList())
                .toList();
        return Answers.grid(answer).filter(right::equals).isPresent();
    }

    static int rows(List<List<Integer>> matrix) {
        return matrix.size();
    }

    static int columns(List<List<Integer>> matrix) {
        return matrix.get(0).size();
    }

    static int cells(List<List<Integer>> matrix) {
        return rows(matrix) * columns(matrix);
    }

    /** Returns how many cells have a value. */
    static long count(List<List<Integer>> matrix, int value) {
        return matrix.stream()
                .flatMap(List::stream)
                .filter(cell -> cell == value)
                .count();
    }

    /**
     * Returns the fewest steps to each cell, row by row, by breadth-first search; -1 where none leads.
     *
     * @param open says of a cell's value whether a step may enter it
     * @param start says of a cell's value whether a search starts there
     */
    static int[] steps(List<List<Integer>> matrix, IntPredicate open, IntPredicate start) {
        int columns = columns(matrix);
        int[] steps = new int[cells(matrix)];
        List<Integer> queue = new ArrayList<>();
        for (int cell = 0; cell < steps.length; cell++) {
            boolean starts = start.test(matrix.get(cell / columns).get(cell % columns));
            steps[cell] = starts ? 0 : -1;
            if (starts) {
                queue.add(cell);
            }
        }
        for (int i = 0; i < queue.size(); i++) {
            int cell = queue.get(i);
            for (int next : neighbours(cell, rows(matrix), columns)) {
                if (steps[next] < 0 && open.test(matrix.get(next / columns).get(next % columns))) {
                    steps[next] = steps[cell] + 1;
                    queue.add(next);
                }
            }
        }
        return steps;
    }

    /** Returns the cells that share a side with a cell; cells are numbered row by row. */
    static int[] neighbours(int cell, int rows, int columns) {
        int row = cell / columns;
        int column = cell % columns;
        return IntStream.of(
                        row > 0 ? cell - columns : -1,
                        column > 0 ? cell - 1 : -1,
                        column < columns - 1 ? cell + 1 : -1,
                        row < rows - 1 ? cell + columns : -1)
                .filter(next -> next >= 0)
                .toArray();
    }
}
