package org.reason4j.sampler.tree.search;

/** How what came of a node changes the nodes above it. Constants may be added. */
public enum Backup {
    /** {@code V_p = sum V_c N_c / sum N_c} over the children, from the node up: ReST-MCTS*. */
    CHILDREN,
    /** What came of a node is added to every node above it, and {@code V = Q / N}: rStar. */
    PATH;

    /**
     * Value of a parent by its children.
     *
     * @param values value of each child, {@code V_c}
     * @param visits visits of each, {@code N_c}; one of them at least is positive
     */
    static double ofChildren(double[] values, double[] visits) {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * visits[i];
            count += visits[i];
        }
        return sum / count;
    }

    /**
     * Value of a node after continuations: {@code (1 - a) V + a best}.
     *
     * @param mix {@code a}, in [0, 1]
     */
    static double mixed(double value, double best, double mix) {
        return (1 - mix) * value + mix * best;
    }
}
