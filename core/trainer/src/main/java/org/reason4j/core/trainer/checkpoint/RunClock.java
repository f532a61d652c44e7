package org.reason4j.core.trainer.checkpoint;

/** Seconds of reinforcement learning, over all processes of a run. */
public final class RunClock {

    private double before;
    private long start = System.nanoTime();

    public void continueFrom(double seconds) {
        before = seconds;
        start = System.nanoTime();
    }

    public double seconds() {
        return before + (System.nanoTime() - start) / 1e9;
    }
}
