package org.reason4j.reward.rulebased.math.parse;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** What the comparison of one pair may cost: steps, depth, digits and time. Honours interruption. */
public final class Budget {

    /** The pair is not decided within its budget. */
    public static final class Exhausted extends RuntimeException {

        private static final long serialVersionUID = 1;

        public Exhausted(String reason) {
            super(reason, null, false, false);
        }
    }

    private static final int MOST_STEPS = 200_000;
    private static final int DEEPEST = 120;

    private final long end; // of System.nanoTime
    private final Duration time;
    private int steps;
    private int depth;

    public Budget(Duration time) {
        this.time = time;
        this.end = System.nanoTime() + time.toNanos();
    }

    /** Takes a step of the work: a token, a node or an operation. */
    public void step() {
        step(1);
    }

    /** Takes as many steps as an operation on long numbers is worth. */
    public void step(int cost) {
        steps += cost;
        if (steps > MOST_STEPS) {
            throw new Exhausted("it needs more than " + MOST_STEPS + " steps");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while comparing two answers");
        }
        if (System.nanoTime() - end >= 0) {
            throw new Exhausted("it takes more than " + time.toMillis() + " ms");
        }
    }

    /** Goes one level down into a formula; {@link #leave} goes up again. */
    public void enter() {
        step();
        if (++depth > DEEPEST) {
            throw new Exhausted("it is nested more than " + DEEPEST + " levels deep");
        }
    }

    public void leave() {
        leave(1);
    }

    void leave(int levels) {
        depth -= levels;
    }

    /** Goes back up to the top, after a text turned out to be no formula. */
    void surface() {
        depth = 0;
    }
}
