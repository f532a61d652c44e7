package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.search.BoxNet.Item;

/**
 * Draws boxes and targets, some of one colour.
 *
 * @param rows of squares, 1 to 9
 * @param columns of squares, 2 to 9
 * @param boxes how many there are, 1 to 12
 */
public record BoxNetGenerator(int rows, int columns, int boxes) implements Generator {

    private static final List<String> COLOURS = List.of("red", "blue", "green", "yellow", "black", "white");

    public BoxNetGenerator {
        range("rows", rows, 1, 9);
        range("columns", columns, 2, 9);
        range("boxes", boxes, 1, 12);
    }

    @Override
    public BoxNet problem(Draws draws) {
        List<Item> boxed = new ArrayList<>();
        List<Item> wanted = new ArrayList<>();
        for (int box = 0; box < boxes; box++) {
            String colour = draws.pick(COLOURS);
            boxed.add(new Item(colour, draws.below(rows), draws.below(columns)));
            wanted.add(new Item(colour, draws.below(rows), draws.below(columns)));
        }
        return new BoxNet(rows, columns, boxed, wanted);
    }
}
