package org.reason4j.gym.puzzle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;

/**
 * A grid of small numbers; 0 is an empty cell of a puzzle.
 *
 * @param rows the rows, all of one length
 */
public record Grid(List<List<Integer>> rows) {

    private static final BigInteger LARGEST = BigInteger.valueOf(1_000_000);

    public Grid {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** A grid of those cells. */
    public static Grid of(int[][] cells) {
        return new Grid(IntStream.range(0, cells.length)
                .mapToObj(row -> IntStream.of(cells[row]).boxed().toList())
                .toList());
    }

    /** Reads a grid of that many rows and columns. */
    public static Optional<Grid> read(String answer, int rows, int columns) {
        return Answers.grid(joined(Answers.stripped(answer)))
                .filter(read -> read.size() == rows)
                .filter(read -> read.stream().allMatch(row -> row.size() == columns))
                .filter(read -> read.stream().flatMap(List::stream).allMatch(Grid::small))
                .map(read -> new Grid(read.stream()
                        .map(row -> row.stream().map(BigInteger::intValueExact).toList())
                        .toList()));
    }

    /** A list of lists without the white space round its brackets and commas: it may be spread over lines. */
    private static String joined(String answer) {
        return answer.startsWith("[")
                ? answer.replaceAll("(?<=[\\[\\],])\\s++|(?<!\\s)\\s++(?=[\\[\\],])", "")
                : answer;
    }

    private static boolean small(BigInteger number) {
        return number.signum() >= 0 && number.compareTo(LARGEST) < 0;
    }

    /** Rows. */
    public int height() {
        return rows.size();
    }

    /** Columns. */
    public int width() {
        return rows.get(0).size();
    }

    /** A cell; rows and columns count from 0. */
    public int at(int row, int column) {
        return rows.get(row).get(column);
    }

    List<Integer> column(int column) {
        return rows.stream().map(row -> row.get(column)).toList();
    }

    int[][] cells() {
        return rows.stream()
                .map(row -> row.stream().mapToInt(cell -> cell).toArray())
                .toArray(int[][]::new);
    }

    /** Empty cells. */
    int empty() {
        return (int)
                rows.stream().flatMap(List::stream).filter(cell -> cell == 0).count();
    }

    /** Whether this one is the other with its empty cells filled. */
    boolean fills(Grid puzzle) {
        return IntStream.range(0, puzzle.height() * puzzle.width()).allMatch(i -> {
            int given = puzzle.at(i / width(), i % width());
            return given == 0 || given == at(i / width(), i % width());
        });
    }

    /** Whether every row and every column has each number from 1 to the size once. */
    boolean latin() {
        List<List<Integer>> lines = new ArrayList<>(rows);
        IntStream.range(0, width()).mapToObj(this::column).forEach(lines::add);
        return lines.stream().allMatch(Grid::complete);
    }

    /** Whether a list has each number from 1 to its length once. */
    static boolean complete(List<Integer> numbers) {
        return new HashSet<>(numbers).size() == numbers.size()
                && numbers.stream().allMatch(number -> number >= 1 && number <= numbers.size());
    }

    /** The rows as lines with blanks between the cells, {@code _} for an empty one. */
    String text() {
        return rows.stream()
                .map(row -> row.stream()
                        .map(cell -> cell == 0 ? "_" : String.valueOf(cell))
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    /** The rows as lines with blanks between the cells, and 0 where it is. */
    public String numbers() {
        return text().replace('_', '0');
    }
}
