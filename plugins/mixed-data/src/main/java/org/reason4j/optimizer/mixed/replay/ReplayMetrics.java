package org.reason4j.optimizer.mixed.replay;

import org.reason4j.api.track.Metrics;

/** Counts what a step replays: {@code replay/pool}, {@code replay/used} and {@code replay/age}. */
final class ReplayMetrics {

    private final int step;
    private int used;
    private long age;

    ReplayMetrics(int step) {
        this.step = step;
    }

    void add(Kept kept) {
        used++;
        age += step - kept.step();
    }

    /** Reports the counts; {@code pool} is the number of responses that are kept after the step. */
    void report(Metrics metrics, int pool) {
        metrics.mean("replay/pool", pool);
        metrics.mean("replay/used", used);
        if (used > 0) {
            metrics.mean("replay/age", (double) age / used);
        }
    }
}
