package org.reason4j.sampler.tree;

/**
 * Advantage of each edge of a tree: {@code A(n) = V(n) - V(parent)}, the value of a segment less that of the one before it. The
 * root is the prompt.
 *
 * @see <a href="https://arxiv.org/abs/2406.03816">ReST-MCTS*: a step is worth what it adds to the value</a>
 */
public final class EdgeAdvantage {

    private EdgeAdvantage() {}

    /**
     * Returns {@code A} of each segment.
     *
     * @param values {@code V} of each segment
     * @param root {@code V} of the prompt
     */
    public static double[] of(Tree tree, double[] values, double root) {
        double[] advantages = new double[values.length];
        for (int node = 0; node < values.length; node++) {
            int parent = tree.segments().get(node).parent();
            advantages[node] = values[node] - (parent == Segment.PROMPT ? root : values[parent]);
        }
        return advantages;
    }
}
