package org.reason4j.sampler.tree.search;

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Score by which a search chooses where to go on: what is known to be good, and what was rarely tried.
 *
 * <p>Each has the scale of its paper: {@link #signed} ones take values in [-1, 1], the others in [0, 1].
 */
public sealed interface Uct {

    /**
     * Returns the score of a node.
     *
     * @param value mean of what came of it, {@code V}
     * @param visits how often it was tried, {@code N}, at least 0
     * @param parentVisits how often its parent was, {@code N_p}, at least 1 unless {@code visits} is 0
     */
    double of(double value, double visits, double parentVisits);

    /** True if values are in [-1, 1] instead of [0, 1]. */
    boolean signed();

    /** True if the best of all nodes that can grow is chosen, the root first; else the search descends from child to child. */
    default boolean global() {
        return false;
    }

    /** True if children that were never tried come before all others, whatever their score. */
    default boolean untriedFirst() {
        return false;
    }

    /**
     * {@code (V + 1) / 2 + c sqrt(ln(N_p + 1) / (N + 1e-8))}, over all nodes that can grow; the root comes first.
     *
     * @param c weight of what was rarely tried, at least 0
     * @see <a href="https://github.com/THUDM/TreeRL">TreeRL, parallel_mcts.py</a>
     */
    record Treerl(double c) implements Uct {

        private static final double EPSILON = 1e-8;

        /** The vector's {@code c}. */
        public static final Treerl DEFAULTS = new Treerl(0.5);

        public Treerl {
            requireWeight("treerl", c);
        }

        @Override
        public double of(double value, double visits, double parentVisits) {
            return (value + 1) / 2 + c * Math.sqrt(Math.log(parentVisits + 1) / (visits + EPSILON));
        }

        @Override
        public boolean signed() {
            return true;
        }

        @Override
        public boolean global() {
            return true;
        }
    }

    /**
     * {@code V + c sqrt(2 ln N_p / N)}, and {@code V + untried} for a node without a visit.
     *
     * @param c weight of what was rarely tried, at least 0
     * @param untried what a node without a visit gets in its place, at least 0
     * @see <a href="https://arxiv.org/abs/2406.03816">ReST-MCTS*, algorithm 1</a>
     */
    record RestMcts(double c, double untried) implements Uct {

        /** The authors' code. */
        public static final RestMcts DEFAULTS = new RestMcts(0.7, 1);

        public RestMcts {
            requireWeight("rest-mcts", c);
            check(untried >= 0 && Double.isFinite(untried), "rest-mcts.untried must be at least 0, got %s", untried);
        }

        @Override
        public double of(double value, double visits, double parentVisits) {
            return value + (visits == 0 ? untried : c * Math.sqrt(2 * Math.log(parentVisits) / visits));
        }

        @Override
        public boolean signed() {
            return false;
        }
    }

    /**
     * {@code Q / N + c sqrt(ln N_p / N)} with {@code Q} the sum of what came of it, so that {@code V = Q / N}; 0 without a
     * visit, and such nodes come first.
     *
     * @param c weight of what was rarely tried, at least 0
     * @see <a href="https://arxiv.org/abs/2408.06195">rStar</a>, <a href="https://arxiv.org/abs/2501.04519">rStar-Math</a>
     */
    record Rstar(double c) implements Uct {

        /** rStar-Math's. */
        public static final Rstar DEFAULTS = new Rstar(2);

        public Rstar {
            requireWeight("rstar", c);
        }

        @Override
        public double of(double value, double visits, double parentVisits) {
            return visits == 0 ? 0 : value + c * Math.sqrt(Math.log(parentVisits) / visits);
        }

        @Override
        public boolean signed() {
            return true;
        }

        @Override
        public boolean untriedFirst() {
            return true;
        }
    }

    private static void requireWeight(String name, double c) {
        check(c >= 0 && Double.isFinite(c), "%s.c must be at least 0, got %s", name, c);
    }
}
