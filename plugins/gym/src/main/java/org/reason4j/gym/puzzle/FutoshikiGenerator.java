package org.reason4j.gym.puzzle;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.puzzle.Futoshiki.Sign;

/**
 * Draws a square and signs, and empties cells as long as there is one way to fill them.
 *
 * @param size rows and columns, 3 to 7
 * @param signs how many there are, 0 to 30, at most one between two neighbours
 */
public record FutoshikiGenerator(int size, int signs) implements Generator {

    public FutoshikiGenerator {
        range("size", size, 3, 7);
        range("signs", signs, 0, 30);
    }

    @Override
    public Futoshiki problem(Draws draws) {
        Grid full = new LatinSolver(size, 0, List.of()).drawn(draws);
        List<Sign> all = new ArrayList<>();
        for (int cell = 0; cell < size * size; cell++) {
            if (cell % size + 1 < size) {
                all.add(between(full, cell, cell + 1));
            }
            if (cell + size < size * size) {
                all.add(between(full, cell, cell + size));
            }
        }
        List<Sign> kept = draws.some(all, Math.min(signs, all.size()));
        return new Futoshiki(new LatinSolver(size, 0, kept).emptied(draws, full, size * size), kept, full);
    }

    private Sign between(Grid full, int cell, int next) {
        return full.at(cell / size, cell % size) < full.at(next / size, next % size)
                ? new Sign(cell, next)
                : new Sign(next, cell);
    }
}
