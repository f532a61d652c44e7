package org.reason4j.gym.graph;

import static org.reason4j.gym.Knobs.range;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Draws stars whose nodes have random numbers; the way leads from the middle to the end of an arm.
 *
 * @param arms how many, 2 to 20
 * @param length how many edges an arm has, 2 to 20
 */
public record PathStarGenerator(int arms, int length) implements Generator {
    public PathStarGenerator {
        range("arms", arms, 2, 20);
        range("length", length, 2, 20);
    }

    @Override
    public PathStar problem(Draws draws) {
        Set<Integer> drawn = new LinkedHashSet<>();
        while (drawn.size() < arms * length + 1) {
            drawn.add(draws.below(1000));
        }
        List<Integer> nodes = List.copyOf(drawn);
        List<Arrow> edges = new ArrayList<>();
        for (int arm = 0; arm < arms; arm++) {
            int last = nodes.get(0);
            for (int i = 1; i <= length; i++) {
                int next = nodes.get(arm * length + i);
                edges.add(draws.chance(0.5) ? new Arrow(last, next) : new Arrow(next, last));
                last = next;
            }
        }
        int goal = nodes.get(draws.between(1, arms) * length);
        return new PathStar(draws.shuffled(edges), nodes.get(0), goal);
    }
}
