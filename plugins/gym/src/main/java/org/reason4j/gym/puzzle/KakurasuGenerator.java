package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a grid of zeros and ones, and tells its sums.
 *
 * @param rows how many, 2 to 9
 * @param columns how many, 2 to 9
 */
public record KakurasuGenerator(int rows, int columns) implements Generator {

    public KakurasuGenerator {
        range("rows", rows, 2, 9);
        range("columns", columns, 2, 9);
    }

    @Override
    public Kakurasu problem(Draws draws) {
        int[][] cells = new int[rows][columns];
        for (int i = 0; i < rows * columns; i++) {
            cells[i / columns][i % columns] = draws.below(2);
        }
        Grid grid = Grid.of(cells);
        return new Kakurasu(
                grid.rows().stream().map(Kakurasu::weighted).toList(),
                IntStream.range(0, columns)
                        .mapToObj(column -> Kakurasu.weighted(grid.column(column)))
                        .toList(),
                grid);
    }
}
