package org.reason4j.gym.graph;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * The way between two nodes of a star: a tree of arms that meet in one node.
 *
 * @param edges in the order shown, in either direction
 * @param start where the way begins
 * @param goal where it ends
 */
public record PathStar(List<Arrow> edges, int start, int goal) implements Problem {
    public PathStar {
        edges = List.copyOf(edges);
    }

    @Override
    public String question() {
        return """
                These edges join nodes of a graph: %s.
                Which way leads from node %d to node %d? Answer with all nodes of the way, from the first to the last, with \
                spaces between them.""".formatted(Arrow.text(edges, "-"), start, goal);
    }

    @Override
    public String answer() {
        return way().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    @Override
    public boolean accepts(String answer) {
        List<BigInteger> right = way().stream().map(BigInteger::valueOf).toList();
        return Answers.integers(answer).filter(right::equals).isPresent();
    }

    /** Edges. */
    @Override
    public double work() {
        return edges.size();
    }

    private List<Integer> way() { // backwards from the goal, by breadth-first search from the start
        Map<Integer, Integer> before = new HashMap<>(Map.of(start, start));
        Deque<Integer> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (Arrow edge : edges) {
                int other = edge.from() == node ? edge.to() : edge.to() == node ? edge.from() : node;
                if (before.putIfAbsent(other, node) == null) {
                    queue.add(other);
                }
            }
        }
        List<Integer> way = new ArrayList<>(List.of(goal));
        for (int node = goal; node != start; node = before.getOrDefault(node, start)) {
            way.add(before.getOrDefault(node, start));
        }
        Collections.reverse(way);
        return way;
    }
}
