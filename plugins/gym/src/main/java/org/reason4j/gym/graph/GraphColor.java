package org.reason4j.gym.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/**
 * A graph whose nodes are to be coloured so that no edge joins two of one colour. Every such colouring is right.
 *
 * @param edges of the graph
 * @param colors how many may be used, numbered from 1
 * @param coloring a right one: the colour of each node, nodes being numbered from 0
 */
public record GraphColor(List<Arrow> edges, int colors, List<Integer> coloring) implements Problem {

    private static final Pattern PAIR =
            Pattern.compile("[\"']?([0-9]{1,4})[\"']?\\s*+[:=]\\s*+[\"']?([0-9]{1,4})[\"']?");

    public GraphColor {
        edges = List.copyOf(edges);
        coloring = List.copyOf(coloring);
    }

    @Override
    public String question() {
        return """
                A graph has the nodes 0 to %d and these edges: %s.
                Give each node one of the colours 1 to %d so that the two ends of an edge never have the same colour.
                Answer with node:colour for every node, separated by commas, such as 0:1, 1:2.""".formatted(coloring.size() - 1, Arrow.text(edges, "-"), colors);
    }

    @Override
    public String answer() {
        return IntStream.range(0, coloring.size())
                .mapToObj(node -> node + ":" + coloring.get(node))
                .collect(Collectors.joining(", "));
    }

    @Override
    public boolean accepts(String answer) {
        return read(Answers.stripped(answer)).filter(this::right).isPresent();
    }

    /** Nodes and edges. */
    @Override
    public double work() {
        return coloring.size() + edges.size();
    }

    private boolean right(Map<Integer, Integer> colored) {
        return colored.size() == coloring.size()
                && colored.keySet().stream().allMatch(node -> node < coloring.size())
                && colored.values().stream().allMatch(color -> color >= 1 && color <= colors)
                && edges.stream().noneMatch(edge -> Objects.equals(colored.get(edge.from()), colored.get(edge.to())));
    }

    private static Optional<Map<Integer, Integer>> read(String text) {
        boolean open = text.startsWith("{");
        if (open != text.endsWith("}") || text.length() < 2) {
            return Optional.empty();
        }
        Map<Integer, Integer> colored = new HashMap<>();
        for (String pair : (open ? text.substring(1, text.length() - 1) : text).split(",", -1)) {
            Matcher form = PAIR.matcher(pair.strip());
            if (!form.matches()
                    || colored.put(Integer.valueOf(form.group(1)), Integer.valueOf(form.group(2))) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(colored);
    }
}
