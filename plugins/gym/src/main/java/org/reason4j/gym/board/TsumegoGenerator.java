package org.reason4j.gym.board;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws white groups that black stones surround but for one point, and stones elsewhere, until one move takes more than any other.
 *
 * @param size rows and columns, 5 to 19
 * @param groups white groups that are surrounded, 1 to 4
 * @param stones stones elsewhere, 0 to 40
 */
public record TsumegoGenerator(int size, int groups, int stones) implements Generator {

    public TsumegoGenerator {
        range("size", size, 5, 19);
        range("groups", groups, 1, 4);
        range("stones", stones, 0, 40);
    }

    @Override
    public Tsumego problem(Draws draws) {
        while (true) {
            char[][] board = new char[size][size];
            for (char[] row : board) {
                Arrays.fill(row, '.');
            }
            for (int group = 0; group < groups; group++) {
                surround(draws, board, draws.between(1, 5));
            }
            for (int stone = 0; stone < stones; stone++) {
                int point = draws.below(size * size);
                if (board[point / size][point % size] == '.') {
                    board[point / size][point % size] = draws.chance(0.5) ? 'X' : 'O';
                }
            }
            Tsumego drawn = new Tsumego(Arrays.stream(board).map(String::new).toList());
            if (drawn.legal() && drawn.best().size() == 1) {
                return drawn;
            }
        }
    }

    /** Puts a connected white group onto free points and black stones onto all free points beside it but one. */
    private void surround(Draws draws, char[][] board, int white) {
        List<Integer> group = new ArrayList<>();
        List<Integer> around = new ArrayList<>(List.of(draws.below(size * size)));
        while (group.size() < white && !around.isEmpty()) {
            int point = around.remove(draws.below(around.size()));
            if (board[point / size][point % size] == '.') {
                board[point / size][point % size] = 'O';
                group.add(point);
                around.addAll(beside(point));
            }
        }
        List<Integer> free = group.stream()
                .flatMap(point -> beside(point).stream())
                .distinct()
                .filter(point -> board[point / size][point % size] == '.')
                .toList();
        draws.shuffled(free).stream().skip(1).forEach(point -> board[point / size][point % size] = 'X');
    }

    private List<Integer> beside(int point) {
        return IntStream.of(1, -1, size, -size)
                .filter(step -> Math.abs(step) > 1 || (point % size + step) / size == 0 && point % size + step >= 0)
                .map(step -> point + step)
                .filter(next -> next >= 0 && next < size * size)
                .boxed()
                .toList();
    }
}
