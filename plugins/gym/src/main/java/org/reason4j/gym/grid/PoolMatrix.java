package org.reason4j.gym.grid;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A matrix to be cut into squares, each of which becomes its largest number or its mean; squares at the right and lower
 * edge may be cut off.
 *
 * @param matrix of integers
 * @param window side of a square
 * @param average whether squares become their mean; their largest number otherwise
 */
public record PoolMatrix(List<List<Integer>> matrix, int window, boolean average) implements Problem {

    private static final int PLACES = 2;
    private static final BigDecimal NEAR = new BigDecimal("0.005"); // how far a mean rounded to two places is off

    public PoolMatrix {
        matrix = Matrices.copy(matrix);
    }

    @Override
    public String question() {
        return """
                Cut this matrix into squares of %1$d x %1$d cells, from the upper left corner on; where fewer rows or \
                columns are left over, they form a smaller piece.
                %2$s
                Replace each piece by its %3$s.
                Answer with the smaller matrix, a line for each row, with spaces between the numbers.""".formatted(
                window, Matrices.text(matrix), average ? "mean, rounded to two decimal places" : "largest number");
    }

    @Override
    public String answer() {
        return pieces().stream()
                .map(row -> row.stream().map(this::pooled).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public boolean accepts(String answer) {
        List<List<List<Integer>>> pieces = pieces();
        Optional<List<List<String>>> cells = Answers.cells(answer);
        return cells.isPresent()
                && cells.get().size() == pieces.size()
                && IntStream.range(0, pieces.size())
                        .allMatch(i -> fits(cells.get().get(i), pieces.get(i)));
    }

    /** Digits of all numbers. */
    @Override
    public double work() {
        return matrix.stream()
                .flatMap(List::stream)
                .mapToInt(cell -> Integer.toString(cell).length())
                .sum();
    }

    private boolean fits(List<String> given, List<List<Integer>> pieces) {
        return given.size() == pieces.size()
                && IntStream.range(0, given.size())
                        .allMatch(i -> Answers.decimal(given.get(i))
                                .filter(number -> fits(number, pieces.get(i)))
                                .isPresent());
    }

    private boolean fits(BigDecimal number, List<Integer> piece) { // a half may be rounded up or down
        BigDecimal size = BigDecimal.valueOf(piece.size());
        return average
                ? number.multiply(size).subtract(sum(piece)).abs().compareTo(NEAR.multiply(size)) <= 0
                : number.compareTo(largest(piece)) == 0;
    }

    private String pooled(List<Integer> piece) {
        return average
                ? sum(piece)
                        .divide(BigDecimal.valueOf(piece.size()), PLACES, RoundingMode.HALF_UP)
                        .toPlainString()
                : largest(piece).toPlainString();
    }

    private static BigDecimal sum(List<Integer> piece) {
        return BigDecimal.valueOf(piece.stream().mapToLong(Integer::longValue).sum());
    }

    private static BigDecimal largest(List<Integer> piece) {
        return BigDecimal.valueOf(
                piece.stream().mapToLong(Integer::longValue).max().orElseThrow());
    }

    private List<List<List<Integer>>> pieces() {
        List<List<List<Integer>>> pieces = new ArrayList<>();
        for (int row = 0; row < Matrices.rows(matrix); row += window) {
            List<List<Integer>> line = new ArrayList<>();
            for (int column = 0; column < Matrices.columns(matrix); column += window) {
                line.add(piece(row, column));
            }
            pieces.add(line);
        }
        return pieces;
    }

    private List<Integer> piece(int top, int left) {
        int right = Math.min(left + window, Matrices.columns(matrix));
        return matrix.subList(top, Math.min(top + window, Matrices.rows(matrix))).stream()
                .flatMap(row -> row.subList(left, right).stream())
                .toList();
    }
}
