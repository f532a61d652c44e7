package org.reason4j.gym.board;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A grid that a rule about remainders marks, with holes.
 *
 * @param rule which cells are marked
 * @param rows how many
 * @param columns how many
 * @param holes cells that aren't shown, counted row by row
 * @param signs of a marked cell, of another one and of a hole
 */
public record ModuloGrid(Rule rule, int rows, int columns, Set<Integer> holes, String signs) implements Problem {

    /** What is made of the numbers of a row and of a column, both from 0. */
    public enum Operation {
        SUM,
        DIFFERENCE,
        PRODUCT,
        POWER
    }

    /**
     * A rule: a cell is marked if the result leaves the remainder.
     *
     * @param operation what is made of row and column; for {@code POWER} the column to the power of the row, 1 for 0 to the power of 0
     * @param divisor by what the result is divided
     * @param remainder what must be left
     */
    public record Rule(Operation operation, int divisor, int remainder) {

        boolean marks(int row, int column) {
            int left = switch (operation) {
                case SUM -> (row + column) % divisor;
                case DIFFERENCE -> Math.abs(row - column) % divisor;
                case PRODUCT -> row * column % divisor;
                case POWER ->
                    BigInteger.valueOf(column)
                            .modPow(BigInteger.valueOf(row), BigInteger.valueOf(divisor))
                            .intValue();
            };
            return left == remainder;
        }
    }

    public ModuloGrid {
        holes = Set.copyOf(holes);
    }

    @Override
    public String question() {
        return "Rows and columns of this grid are counted from 0. One rule marks cells with " + signs.charAt(0)
                + " and leaves the"
                + " others " + signs.charAt(1)
                + ": the sum of row and column, or their difference (larger minus smaller), their"
                + " product, or the column to the power of the row (0 to the power of 0 is 1), divided by a number from 2 to 20,"
                + " leaves a certain remainder. Some cells are hidden (" + signs.charAt(2) + "):\n" + text(holes)
                + "\nAnswer with"
                + " the whole grid in the same form, all hidden cells filled.";
    }

    private String text(Set<Integer> hidden) {
        return IntStream.range(0, rows)
                .mapToObj(row -> IntStream.range(0, columns)
                        .mapToObj(column -> String.valueOf(signs.charAt(
                                hidden.contains(row * columns + column) ? 2 : rule.marks(row, column) ? 0 : 1)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    /** The ways in which the rules that agree with the visible cells fill the holes. */
    Set<Set<Integer>> ways(int largest) {
        Set<Set<Integer>> ways = new HashSet<>();
        for (Operation operation : Operation.values()) {
            for (int divisor = 2; divisor <= largest; divisor++) {
                for (int remainder = 0; remainder < divisor; remainder++) {
                    Rule other = new Rule(operation, divisor, remainder);
                    if (IntStream.range(0, rows * columns)
                            .filter(cell -> !holes.contains(cell))
                            .allMatch(cell -> marks(other, cell) == marks(rule, cell))) {
                        ways.add(holes.stream()
                                .filter(cell -> marks(other, cell))
                                .collect(Collectors.toSet()));
                    }
                }
            }
        }
        return ways;
    }

    private boolean marks(Rule one, int cell) {
        return one.marks(cell / columns, cell % columns);
    }

    @Override
    public String answer() {
        return text(Set.of());
    }

    @Override
    public boolean accepts(String answer) {
        return Answers.lines(answer).equals(answer().lines().toList());
    }

    /** Cells, and divisors to try at each hidden one. */
    @Override
    public double work() {
        return rows * columns + (double) holes.size() * rule.divisor();
    }
}
