package org.reason4j.core.trainer.report;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.track.Metrics;

/**
 * Numbers that components report, until the step takes them. Work for a later step, such as a batch that is sampled ahead,
 * has reports of its own, which that step takes over: which step a number counts in never depends on when a thread reports it.
 */
public final class MetricBuffer implements Metrics {

    private final Reports step = new Reports();

    /** Reports of the work that this thread, or the one that started it, is busy with; those of the step otherwise. */
    private final InheritableThreadLocal<@Nullable Reports> own = new InheritableThreadLocal<>();

    @Override
    public void mean(String name, double value) {
        current().mean(name, value);
    }

    @Override
    public void add(String name, double value) {
        current().add(name, value);
    }

    private Reports current() {
        Reports reports = own.get();
        return reports == null ? step : reports;
    }

    /** Runs work for a later step: what this thread and those that the work starts report is kept in {@code reports}. */
    public <T> T keeping(Reports reports, Supplier<T> work) {
        Reports before = own.get();
        own.set(reports);
        try {
            return work.get();
        } finally {
            own.set(before);
        }
    }

    /** Counts what was kept in the current step. */
    public void take(Reports reports) {
        reports.handTo(step);
    }

    public void moveTo(StepLog log) {
        step.moveTo(log);
    }

    /** Forgets what was reported outside of any step. */
    public void clear() {
        step.clear();
    }
}
