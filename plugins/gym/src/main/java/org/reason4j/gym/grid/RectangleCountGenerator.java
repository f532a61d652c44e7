package org.reason4j.gym.grid;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.grid.RectangleCount.Box;

/**
 * Draws rectangles whose sides all lie in rows and columns of their own, never side by side: then a run of three cells is
 * a side, and two such rows are one rectangle.
 *
 * @param side rows and columns of the picture, 16 to 60
 * @param rectangles how many at most, 1 to 4
 */
public record RectangleCountGenerator(int side, int rectangles) implements Generator {
    public RectangleCountGenerator {
        range("side", side, 16, 60);
        range("rectangles", rectangles, 1, 4);
    }

    @Override
    public RectangleCount problem(Draws draws) {
        int count = draws.between(1, rectangles);
        List<Integer> rows = lines(draws, count);
        List<Integer> columns = lines(draws, count);
        List<Box> boxes = IntStream.range(0, count)
                .mapToObj(i -> new Box(
                        Math.min(rows.get(2 * i), rows.get(2 * i + 1)),
                        Math.min(columns.get(2 * i), columns.get(2 * i + 1)),
                        Math.max(rows.get(2 * i), rows.get(2 * i + 1)),
                        Math.max(columns.get(2 * i), columns.get(2 * i + 1))))
                .toList();
        return new RectangleCount(side, side, boxes);
    }

    private List<Integer> lines(Draws draws, int count) { // two for each rectangle, with a free line between any two
        List<Integer> places = new ArrayList<>(Collections.nCopies(2 * count, 1));
        places.addAll(Collections.nCopies(side - 4 * count + 1, 0));
        List<Integer> lines = new ArrayList<>();
        int line = 0;
        for (int taken : draws.shuffled(places)) {
            if (taken == 1) {
                lines.add(line);
            }
            line += 1 + taken;
        }
        return draws.shuffled(lines);
    }
}
