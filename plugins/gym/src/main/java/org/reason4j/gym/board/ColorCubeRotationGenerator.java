package org.reason4j.gym.board;

import static org.reason4j.gym.Knobs.range;

import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;
import org.reason4j.gym.board.ColorCubeRotation.Side;

/**
 * Draws colours and turns over the four edges of the top.
 *
 * @param turns how many there are, 1 to 30
 */
public record ColorCubeRotationGenerator(int turns) implements Generator {

    private static final List<String> COLOURS =
            List.of("red", "blue", "green", "yellow", "white", "black", "orange", "pink", "brown", "grey");

    public ColorCubeRotationGenerator {
        range("turns", turns, 1, 30);
    }

    @Override
    public ColorCubeRotation problem(Draws draws) {
        List<Side> edges = List.of(Side.FRONT, Side.BACK, Side.LEFT, Side.RIGHT);
        return new ColorCubeRotation(
                draws.some(COLOURS, Side.values().length),
                IntStream.range(0, turns).mapToObj(i -> draws.pick(edges)).toList(),
                draws.pick(List.of(Side.values())));
    }
}
