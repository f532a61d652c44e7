package org.reason4j.gym.puzzle;

import java.util.List;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A square in which every row and column has each number once, and some neighbours are less than others.
 *
 * @param puzzle what is given
 * @param signs which cells are less than which
 * @param solution the square, filled
 */
public record Futoshiki(Grid puzzle, List<Sign> signs, Grid solution) implements Problem {

    /**
     * A cell with a smaller number than its neighbour; cells are counted row by row from 0.
     *
     * @param smaller the cell with the smaller number
     * @param larger the cell with the larger one
     */
    public record Sign(int smaller, int larger) {}

    public Futoshiki {
        signs = List.copyOf(signs);
    }

    @Override
    public String question() {
        int size = puzzle.height();
        return "Fill the empty cells (_) with numbers from 1 to " + size
                + " so that every row and every column has each of"
                + " them once and every sign is right. < and > stand between neighbours in a row; below a number, ∧ says that"
                + " it is less than the one under the sign, and ∨ that it is greater:\n" + drawing()
                + "\nAnswer with all "
                + size + " rows, one on a line, with blanks between the numbers and without the signs.";
    }

    private String drawing() {
        int size = puzzle.height();
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < size; row++) {
            StringBuilder below = new StringBuilder();
            for (int column = 0; column < size; column++) {
                int cell = row * size + column;
                text.append(puzzle.at(row, column) == 0 ? "_" : puzzle.at(row, column));
                text.append(column + 1 < size ? " " + sign(cell, cell + 1, "<", ">") + " " : "");
                below.append(sign(cell, cell + size, "∧", "∨")).append(column + 1 < size ? "   " : "");
            }
            text.append(row + 1 < size ? "\n" + below + "\n" : "");
        }
        return text.toString();
    }

    private String sign(int cell, int next, String less, String greater) {
        return signs.contains(new Sign(cell, next)) ? less : signs.contains(new Sign(next, cell)) ? greater : " ";
    }

    @Override
    public String answer() {
        return solution.text();
    }

    /** Signs may stay between the numbers, and lines between the rows. */
    @Override
    public boolean accepts(String answer) {
        String numbers = Answers.lines(answer.replaceAll("[<>∧∨]", " ")).stream()
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        int size = puzzle.height();
        return Grid.read(numbers, size, size)
                .filter(filled -> filled.fills(puzzle) && filled.latin())
                .filter(filled -> signs.stream()
                        .allMatch(sign -> filled.at(sign.smaller() / size, sign.smaller() % size)
                                < filled.at(sign.larger() / size, sign.larger() % size)))
                .isPresent();
    }

    /** Empty cells times the numbers that may go there, and signs. */
    @Override
    public double work() {
        return puzzle.empty() * puzzle.height() + (double) signs.size();
    }
}
