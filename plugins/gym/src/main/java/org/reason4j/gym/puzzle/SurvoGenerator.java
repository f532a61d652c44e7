package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a table and empties some of its cells.
 *
 * @param size rows and columns, the sums among them, 3 to 8
 * @param empty empty cells, 1 to 30, at most all that are no sums
 * @param largest the largest number, 5 to 100
 */
public record SurvoGenerator(int size, int empty, int largest) implements Generator {

    public SurvoGenerator {
        range("size", size, 3, 8);
        range("empty", empty, 1, 30);
        range("largest", largest, 5, 100);
    }

    @Override
    public Survo problem(Draws draws) {
        int inner = size - 1;
        int[][] cells = new int[size][size];
        for (int row = 0; row < inner; row++) {
            for (int column = 0; column < inner; column++) {
                int number = draws.between(1, largest);
                cells[row][column] = number;
                cells[row][inner] += number;
                cells[inner][column] += number;
                cells[inner][inner] += number;
            }
        }
        Grid solution = Grid.of(cells);
        List<Integer> places =
                draws.some(IntStream.range(0, inner * inner).boxed().toList(), Math.min(empty, inner * inner));
        List<Integer> numbers = places.stream()
                .map(place -> cells[place / inner][place % inner])
                .toList();
        places.forEach(place -> cells[place / inner][place % inner] = 0);
        return new Survo(Grid.of(cells), draws.shuffled(numbers), solution);
    }
}
