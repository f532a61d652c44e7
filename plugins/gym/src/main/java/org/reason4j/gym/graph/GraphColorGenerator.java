package org.reason4j.gym.graph;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws a colouring with three colours and edges between nodes of different colours.
 *
 * @param nodes how many, 4 to 60
 * @param density how many of 100 edges that are possible there are on average, 5 to 100
 */
public record GraphColorGenerator(int nodes, int density) implements Generator {

    private static final int COLORS = 3;

    public GraphColorGenerator {
        range("nodes", nodes, 4, 60);
        range("density", density, 5, 100);
    }

    @Override
    public GraphColor problem(Draws draws) {
        List<Integer> coloring = draws.shuffled(
                IntStream.range(0, nodes).mapToObj(node -> 1 + node % COLORS).toList());
        List<Arrow> edges = new ArrayList<>();
        while (edges.isEmpty()) {
            for (int from = 0; from < nodes; from++) {
                for (int to = from + 1; to < nodes; to++) {
                    if (!coloring.get(from).equals(coloring.get(to)) && draws.chance(density / 100.0)) {
                        edges.add(new Arrow(from, to));
                    }
                }
            }
        }
        return new GraphColor(edges, COLORS, coloring);
    }
}
