package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws squares of a board of three rows and four columns, and knights on them. Three of four problems have a way.
 *
 * @param squares how many there are, 6 to 12
 * @param knights how many of each colour, 1 to 3, at most a third of the squares
 */
public record KnightSwapGenerator(int squares, int knights) implements Generator {

    private static final int ROWS = 3;
    private static final int COLUMNS = 4;
    private static final int TRIES = 200;

    public KnightSwapGenerator {
        range("squares", squares, 6, ROWS * COLUMNS);
        range("knights", knights, 1, 3);
    }

    @Override
    public KnightSwap problem(Draws draws) {
        boolean possible = draws.chance(0.75);
        KnightSwap drawn = drawn(draws);
        for (int i = 0; i < TRIES && drawn.shortest().isPresent() != possible; i++) {
            drawn = drawn(draws);
        }
        return drawn;
    }

    private KnightSwap drawn(Draws draws) {
        List<Integer> order =
                draws.shuffled(IntStream.range(0, ROWS * COLUMNS).boxed().toList());
        char[] board = "#".repeat(ROWS * COLUMNS).toCharArray();
        int each = Math.min(knights, squares / 3);
        for (int i = 0; i < squares; i++) {
            board[order.get(i)] = i < each ? 'w' : i < 2 * each ? 'B' : '.';
        }
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(new String(board, row * COLUMNS, COLUMNS));
        }
        return new KnightSwap(rows, draws.chance(0.5));
    }
}
