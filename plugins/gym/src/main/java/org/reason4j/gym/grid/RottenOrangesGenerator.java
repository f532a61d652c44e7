package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import java.util.HashSet;
import java.util.Set;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws boxes in which a tenth of the places is empty.
 *
 * @param side rows and columns, 3 to 30
 * @param rotten how many oranges are rotten at the start, 1 to 9: the fewer, the longer it takes
 */
public record RottenOrangesGenerator(int side, int rotten) implements Generator {
    public RottenOrangesGenerator {
        range("side", side, 3, 30);
        range("rotten", rotten, 1, 9);
    }

    @Override
    public RottenOranges problem(Draws draws) {
        Set<Integer> first = new HashSet<>();
        while (first.size() < rotten) {
            first.add(draws.below(side * side));
        }
        return new RottenOranges(Matrices.of(
                side, side, (row, column) -> first.contains(row * side + column) ? 2 : draws.chance(0.9) ? 1 : 0));
    }
}
