package org.reason4j.gym.search;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Turns layers of a solved cube, never the same layer twice in a row.
 *
 * @param turns how many turns, 1 to 20
 */
public record RubiksCubeGenerator(int turns) implements Generator {

    private static final String SOLVED =
            "W".repeat(9) + "O".repeat(9) + "G".repeat(9) + "R".repeat(9) + "B".repeat(9) + "Y".repeat(9);

    public RubiksCubeGenerator {
        range("turns", turns, 1, 20);
    }

    @Override
    public RubiksCube problem(Draws draws) {
        while (true) {
            String stickers = SOLVED;
            String last = "";
            List<String> solution = new ArrayList<>();
            while (solution.size() < turns) {
                String layer = draws.pick(CubeTurns.LAYERS);
                if (!layer.equals(last)) {
                    boolean back = draws.chance(0.5);
                    stickers = CubeTurns.turned(stickers, back ? layer + "'" : layer)
                            .orElseThrow();
                    solution.add(back ? layer : layer + "'");
                    last = layer;
                }
            }
            Collections.reverse(solution);
            if (!RubiksCube.solved(stickers)) {
                return new RubiksCube(stickers, solution);
            }
        }
    }
}
