package org.reason4j.gym.board;

import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.puzzle.Grid;

/** Conway's game of life on a board whose edges meet: cells are 1 if they live, else 0. */
final class Life {

    static final String RULES =
            "On a board of cells, 1 lives and 0 is dead. The left edge meets the right one and the upper edge the"
                    + " lower one, so every cell has eight neighbours. In a step, all at once, a living cell stays alive with two or three"
                    + " living neighbours and dies otherwise, and a dead one with three living neighbours comes to life.";

    private Life() {}

    /** The board after a number of steps. */
    static Grid after(Grid board, int steps) {
        Grid now = board;
        for (int i = 0; i < steps; i++) {
            now = next(now);
        }
        return now;
    }

    private static Grid next(Grid now) {
        int[][] after = new int[now.height()][now.width()];
        for (int row = 0; row < now.height(); row++) {
            for (int column = 0; column < now.width(); column++) {
                int around = neighbours(now, row, column);
                after[row][column] = around == 3 || around == 2 && now.at(row, column) == 1 ? 1 : 0;
            }
        }
        return Grid.of(after);
    }

    private static int neighbours(Grid now, int row, int column) {
        return IntStream.range(0, 9)
                .filter(i -> i != 4)
                .map(i -> now.at(
                        Math.floorMod(row + i / 3 - 1, now.height()), Math.floorMod(column + i % 3 - 1, now.width())))
                .sum();
    }

    /** How many cells live. */
    static int living(Grid board) {
        return board.rows().stream()
                .flatMap(row -> row.stream())
                .mapToInt(cell -> cell)
                .sum();
    }

    /** A board on which each cell lives with that chance. */
    static Grid drawn(Draws draws, int rows, int columns, double chance) {
        int[][] cells = new int[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            cells[i / columns][i % columns] = draws.chance(chance) ? 1 : 0;
        }
        return Grid.of(cells);
    }
}
