package org.reason4j.gym.puzzle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * A table with sums whose empty cells are to be filled with given numbers.
 *
 * @param puzzle the table; its last row and column are the sums of the others, and no other number is 0
 * @param numbers what is to be filled in
 * @param solution the table, filled
 */
public record Survo(Grid puzzle, List<Integer> numbers, Grid solution) implements Problem {

    public Survo {
        numbers = List.copyOf(numbers);
    }

    @Override
    public String question() {
        return "In this table the last number of every row is the sum of the others in the row, and the last number of every"
                + " column that of the others in the column:\n" + puzzle.text() + "\nPut the numbers "
                + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " into the empty cells (_), each exactly as often as it stands here. Answer with the whole table, a line for"
                + " each row, with blanks between the numbers.";
    }

    @Override
    public String answer() {
        return solution.text();
    }

    @Override
    public boolean accepts(String answer) {
        return Grid.read(answer, puzzle.height(), puzzle.width())
                .filter(filled -> filled.fills(puzzle) && sums(filled))
                .filter(filled ->
                        filledIn(filled).equals(numbers.stream().sorted().toList()))
                .isPresent();
    }

    private static boolean sums(Grid filled) {
        List<List<Integer>> lines = new ArrayList<>(filled.rows());
        IntStream.range(0, filled.width()).mapToObj(filled::column).forEach(lines::add);
        return lines.stream().allMatch(line -> {
            int last = line.get(line.size() - 1);
            return line.stream().mapToLong(number -> number).sum() == 2L * last;
        });
    }

    private List<Integer> filledIn(Grid filled) {
        return IntStream.range(0, puzzle.height() * puzzle.width())
                .filter(i -> puzzle.at(i / puzzle.width(), i % puzzle.width()) == 0)
                .mapToObj(i -> filled.at(i / puzzle.width(), i % puzzle.width()))
                .sorted()
                .toList();
    }

    /** Empty cells times the numbers of a row, and all digits. */
    @Override
    public double work() {
        return numbers.size() * puzzle.width()
                + (double) puzzle.text().replaceAll("[^0-9]", "").length();
    }
}
