package org.reason4j.core.trainer.report;

import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.track.Tracker;

/** All trackers of a run. */
public record Observers(List<Tracker> trackers) implements AutoCloseable {

    public void started(int firstStep, int steps) {
        trackers.forEach(tracker -> tracker.started(firstStep, steps));
    }

    public void progress(int step, String stage, long done, long total) {
        trackers.forEach(tracker -> tracker.progress(step, stage, done, total));
    }

    public void stepCompleted(StepLog log, List<ScoredGroup> groups, List<Credit> credits) {
        Map<String, Double> metrics = log.complete();
        for (Tracker tracker : trackers) {
            tracker.step(log.step(), metrics);
            tracker.trajectories(log.step(), groups, credits);
        }
    }

    @Override
    public void close() {
        trackers.forEach(Tracker::close);
    }
}
