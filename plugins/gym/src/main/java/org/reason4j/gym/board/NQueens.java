package org.reason4j.gym.board;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A board that is filled up with queens, as many as it has rows, of which none attacks another.
 *
 * @param rows the board: {@code Q} for a queen, {@code _} for a free square
 * @param solution the same, filled up
 */
public record NQueens(List<String> rows, List<String> solution) implements Problem {

    public NQueens {
        rows = List.copyOf(rows);
        solution = List.copyOf(solution);
    }

    @Override
    public String question() {
        int size = rows.size();
        return "Put more queens (Q) onto the free squares (_) of this board until there are " + size
                + ", none of them in the"
                + " same row, column or diagonal as another one:\n" + text(rows)
                + "\nAnswer with the whole board in the same"
                + " form, queens that stand there already among them.";
    }

    private static String text(List<String> rows) {
        return rows.stream().map(row -> String.join(" ", row.split(""))).collect(Collectors.joining("\n"));
    }

    @Override
    public String answer() {
        return text(solution);
    }

    @Override
    public boolean accepts(String answer) {
        List<String> board = Answers.cells(answer).orElse(List.of()).stream()
                .filter(row -> row.stream().allMatch(cell -> cell.matches("[Q_]")))
                .map(row -> String.join("", row))
                .toList();
        int size = rows.size();
        if (board.size() != size || board.stream().anyMatch(row -> row.length() != size)) {
            return false;
        }
        List<Integer> queens = squares(board);
        return queens.size() == size && queens.containsAll(squares(rows)) && peaceful(queens, size);
    }

    private static List<Integer> squares(List<String> board) {
        String all = String.join("", board);
        return IntStream.range(0, all.length())
                .filter(square -> all.charAt(square) == 'Q')
                .boxed()
                .toList();
    }

    /** Whether no two of these squares are in one line. */
    static boolean peaceful(List<Integer> queens, int size) {
        List<Integer> before = new ArrayList<>();
        for (int queen : queens) {
            boolean attacked = before.stream().anyMatch(other -> {
                int down = queen / size - other / size;
                int right = queen % size - other % size;
                return down == 0 || right == 0 || Math.abs(down) == Math.abs(right);
            });
            if (attacked) {
                return false;
            }
            before.add(queen);
        }
        return true;
    }

    /** Squares to look at for each queen that is missing. */
    @Override
    public double work() {
        int size = rows.size();
        return (double) size * size * (size - squares(rows).size());
    }
}
