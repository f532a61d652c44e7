package org.reason4j.sampler.tree;

/**
 * A node of a tree: tokens between two forks, or between a fork and a response's end.
 *
 * @param leaf the response that wrote them, as an index into its group
 * @param from the segment's first token
 * @param to the token after the segment's last
 * @param parent the segment that it follows, as an index into the tree's segments; {@link #PROMPT} for none
 */
public record Segment(int leaf, int from, int to, int parent) {

    /** Parent of segments that follow the prompt: the root. */
    public static final int PROMPT = -1;
}
