package org.reason4j.core.trainer;

/** Seconds of reinforcement learning, over all processes of a run. */
final class RunClock {

    private double before;
    private long start = System.nanoTime();

    void continueFrom(double seconds) {
        before = seconds;
        start = System.nanoTime();
    }

    double seconds() {
        return before + (System.nanoTime() - start) / 1e9;
    }
}
