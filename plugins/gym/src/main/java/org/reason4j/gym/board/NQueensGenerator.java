package org.reason4j.gym.board;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a board full of queens and takes some away.
 *
 * @param size rows and columns, 4 to 12
 * @param missing queens that are taken away, 1 to 12, at most all
 */
public record NQueensGenerator(int size, int missing) implements Generator {

    public NQueensGenerator {
        range("size", size, 4, 12);
        range("missing", missing, 1, 12);
    }

    @Override
    public NQueens problem(Draws draws) {
        List<Integer> columns = new ArrayList<>();
        fill(draws, columns);
        List<Integer> rows = draws.shuffled(IntStream.range(0, size).boxed().toList());
        Set<Integer> kept = Set.copyOf(rows.subList(Math.min(missing, size), size));
        return new NQueens(board(columns, kept), board(columns, Set.copyOf(rows)));
    }

    private boolean fill(Draws draws, List<Integer> columns) {
        if (columns.size() == size) {
            return true;
        }
        for (int column : draws.shuffled(IntStream.range(0, size).boxed().toList())) {
            columns.add(column);
            List<Integer> squares = IntStream.range(0, columns.size())
                    .mapToObj(row -> row * size + columns.get(row))
                    .toList();
            if (NQueens.peaceful(squares, size) && fill(draws, columns)) {
                return true;
            }
            columns.remove(columns.size() - 1);
        }
        return false;
    }

    private List<String> board(List<Integer> columns, Set<Integer> kept) {
        return IntStream.range(0, size)
                .mapToObj(row -> kept.contains(row)
                        ? "_".repeat(columns.get(row)) + "Q" + "_".repeat(size - 1 - columns.get(row))
                        : "_".repeat(size))
                .toList();
    }
}
