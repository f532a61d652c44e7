package org.reason4j.gym.graph;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An edge of a graph.
 *
 * @param from a node
 * @param to another node
 */
public record Arrow(int from, int to) {

    /** Returns the edges one after the other, each as {@code from between to}. */
    static String text(List<Arrow> arrows, String between) {
        return arrows.stream().map(arrow -> arrow.from() + between + arrow.to()).collect(Collectors.joining(", "));
    }
}
