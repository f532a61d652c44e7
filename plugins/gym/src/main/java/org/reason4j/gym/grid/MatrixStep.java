package org.reason4j.gym.grid;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A step of a recipe for matrices, in words and as a function. Rows and columns count from 1 in words.
 *
 * @param instruction what a reader is told
 * @param kind what is done
 * @param numbers what the kind needs
 */
public record MatrixStep(String instruction, Kind kind, List<Integer> numbers) {

    /** What a step does. */
    public enum Kind {
        /** Turns to the right by {@code n} quarters. */
        TURN,
        /** Exchanges left and right. */
        MIRROR_SIDEWAYS,
        /** Exchanges top and bottom. */
        MIRROR_UPSIDE_DOWN,
        /** Exchanges rows and columns. */
        TRANSPOSE,
        /** Exchanges rows and columns about the other diagonal. */
        TRANSPOSE_OTHERWISE,
        /** Replaces one number by another. */
        REPLACE,
        /** Keeps the rows {@code a} to {@code b} and the columns {@code c} to {@code d}. */
        CROP,
        /** Leaves out every {@code n}th row. */
        DROP_ROWS,
        /** Leaves out every {@code n}th column. */
        DROP_COLUMNS,
        /** Replaces by 0 what is divisible by {@code n}. */
        ZERO_MULTIPLES
    }

    public MatrixStep {
        numbers = List.copyOf(numbers);
    }

    /** Returns a step with its instruction. */
    public static MatrixStep of(Kind kind, Integer... numbers) {
        return new MatrixStep(instruction(kind, numbers), kind, List.of(numbers));
    }

    private static String instruction(Kind kind, Integer... n) {
        return switch (kind) {
            case TURN -> "turn it clockwise by %d degrees".formatted(90 * n[0]);
            case MIRROR_SIDEWAYS -> "mirror it so that left and right change places";
            case MIRROR_UPSIDE_DOWN -> "mirror it so that top and bottom change places";
            case TRANSPOSE -> "exchange rows and columns, so that the first row becomes the first column";
            case TRANSPOSE_OTHERWISE -> "mirror it at the diagonal from the lower left to the upper right corner";
            case REPLACE -> "replace each %d by %d".formatted(n[0], n[1]);
            case CROP -> "keep only the rows %d to %d and the columns %d to %d".formatted(n[0], n[1], n[2], n[3]);
            case DROP_ROWS ->
                "leave out the rows whose number is a multiple of %d (the first is number 1)".formatted(n[0]);
            case DROP_COLUMNS ->
                "leave out the columns whose number is a multiple of %d (the first is number 1)".formatted(n[0]);
            case ZERO_MULTIPLES -> "replace each number that is divisible by %d by 0".formatted(n[0]);
        };
    }

    /** Returns the matrix after the step; it may have no row or no column left. */
    public List<List<Integer>> apply(List<List<Integer>> m) {
        int rows = m.size();
        int columns = rows == 0 ? 0 : m.get(0).size();
        return switch (kind) {
            case TURN -> turned(m, numbers.get(0));
            case MIRROR_SIDEWAYS ->
                Matrices.of(rows, columns, (row, column) -> m.get(row).get(columns - 1 - column));
            case MIRROR_UPSIDE_DOWN ->
                Matrices.of(
                        rows, columns, (row, column) -> m.get(rows - 1 - row).get(column));
            case TRANSPOSE ->
                Matrices.of(columns, rows, (row, column) -> m.get(column).get(row));
            case TRANSPOSE_OTHERWISE ->
                Matrices.of(
                        columns, rows, (row, column) -> m.get(rows - 1 - column).get(columns - 1 - row));
            case REPLACE ->
                Matrices.of(
                        rows,
                        columns,
                        (row, column) -> m.get(row).get(column).equals(numbers.get(0))
                                ? numbers.get(1)
                                : m.get(row).get(column));
            case CROP ->
                kept(
                        m,
                        row -> row >= numbers.get(0) && row <= numbers.get(1),
                        column -> column >= numbers.get(2) && column <= numbers.get(3));
            case DROP_ROWS -> kept(m, row -> row % numbers.get(0) != 0, column -> true);
            case DROP_COLUMNS -> kept(m, row -> true, column -> column % numbers.get(0) != 0);
            case ZERO_MULTIPLES ->
                Matrices.of(
                        rows,
                        columns,
                        (row, column) -> m.get(row).get(column) % numbers.get(0) == 0
                                ? 0
                                : m.get(row).get(column));
        };
    }

    /** Returns the matrix after a quarter turn to the right. */
    static List<List<Integer>> turnedRight(List<List<Integer>> m) {
        return Matrices.of(
                Matrices.columns(m),
                m.size(),
                (row, column) -> m.get(m.size() - 1 - column).get(row));
    }

    private static List<List<Integer>> turned(List<List<Integer>> m, int quarters) {
        List<List<Integer>> turned = m;
        for (int i = 0; i < quarters; i++) {
            turned = turnedRight(turned);
        }
        return turned;
    }

    private static List<List<Integer>> kept(List<List<Integer>> m, IntPredicate rows, IntPredicate columns) {
        return IntStream.range(0, m.size())
                .filter(row -> rows.test(row + 1))
                .mapToObj(row -> IntStream.range(0, m.get(row).size())
                        .filter(column -> columns.test(column + 1))
                        .mapToObj(column -> m.get(row).get(column))
                        .toList())
                .toList();
    }
}
