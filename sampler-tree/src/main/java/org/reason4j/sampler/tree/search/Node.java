package org.reason4j.sampler.tree.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * A node of a search: a segment, or the prompt. Its value is the mean of what came of it in [0, 1]; as long as nothing did,
 * what it was estimated at.
 */
final class Node {

    private final @Nullable Node parent;
    private final Optional<Trajectory> written;
    private final int depth;
    private final boolean open;
    private final List<Node> children = new ArrayList<>();
    private boolean grown;
    private String reason = "another continuation";
    private double value;
    private double sum;
    private double visits;
    private double pending;

    private Node(@Nullable Node parent, Optional<Trajectory> written, int depth, boolean open) {
        this.parent = parent;
        this.written = written;
        this.depth = depth;
        this.open = open;
    }

    /** The prompt. */
    static Node root() {
        return new Node(null, Optional.empty(), 0, true);
    }

    /**
     * Adds a segment.
     *
     * @param response the response up to the segment's end
     * @param open true if it goes on
     */
    Node add(Trajectory response, boolean open) {
        Node child = new Node(this, Optional.of(response), depth + 1, open);
        children.add(child);
        return child;
    }

    Optional<Node> parent() {
        return Optional.ofNullable(parent);
    }

    /** The response up to its end; empty for the root. */
    Optional<Trajectory> written() {
        return written;
    }

    /** Number of response tokens up to its end. */
    int length() {
        return written.map(Trajectory::length).orElse(0);
    }

    /** Number of segments up to it. */
    int depth() {
        return depth;
    }

    /** True if the response goes on after it. */
    boolean isOpen() {
        return open;
    }

    List<Node> children() {
        return children;
    }

    /** Asks for a response that goes on after it. */
    RolloutRequest after(Prompt prompt, int sample, SamplingParams params) {
        return written.map(before -> RolloutRequest.branch(before, before.length(), sample, params))
                .orElseGet(() -> RolloutRequest.of(prompt, sample, params));
    }

    /** The nodes from below the root to this one. */
    List<Node> path() {
        List<Node> path = new ArrayList<>();
        for (Node node = this; node.parent != null; node = node.parent) {
            path.add(0, node);
        }
        return path;
    }

    boolean isGrown() {
        return grown;
    }

    /**
     * Says that it grows: no further segments follow those that it is about to get.
     *
     * @param why its score when it was chosen, for people
     */
    void grow(String why) {
        grown = true;
        reason = why;
    }

    /** Says that it never grows. */
    void close() {
        grown = true;
    }

    /** Why responses branch after it, for people. */
    String reason() {
        return reason;
    }

    double value() {
        return value;
    }

    double visits() {
        return visits;
    }

    /** Visits under way. */
    double pending() {
        return pending;
    }

    /** Sets what it is expected to be worth; overwritten by what comes of it. */
    void estimate(double expected) {
        value = expected;
    }

    /** Counts visits under way in it and above; negative ones end. */
    void pend(double count) {
        for (Node node = this; node != null; node = node.parent) {
            node.pending += count;
        }
    }

    /** Notes what came of it, that many times, and changes what is above it. */
    void visited(double outcome, int times, Backup backup) {
        value = outcome;
        for (Node node = this; node != null; node = node.parent) {
            node.visits += times;
            node.sum += outcome * times;
            if (node != this || backup == Backup.PATH) {
                node.value = backup == Backup.PATH ? node.sum / node.visits : node.meanOfChildren();
            }
        }
    }

    private double meanOfChildren() {
        return Backup.ofChildren(
                children.stream().mapToDouble(Node::value).toArray(),
                children.stream().mapToDouble(Node::visits).toArray());
    }

    @Override
    public String toString() {
        return "value " + value + ", " + visits + " visits, depth " + depth;
    }
}
