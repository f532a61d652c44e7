package org.reason4j.api.track;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Extension;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.guard.Alarm;

/**
 * Watches a run. Called from the training thread, in order; a tracker that throws ends the run.
 *
 * <p>On resume, {@link #started} names the step that comes first, and whatever an earlier process recorded from that
 * step on is to be forgotten.
 */
@Extension
@API(status = Status.STABLE, since = "1.0.0")
public interface Tracker extends AutoCloseable {

    /** The run begins, or continues, with step {@code firstStep} of {@code steps}. */
    default void started(int firstStep, int steps) {}

    /** Something is under way within a step: {@code done} of {@code total} of what {@code stage} counts. */
    default void progress(int step, String stage, long done, long total) {}

    /**
     * Metrics of a step of the supervised stage, which comes before {@link #started}; see {@code docs/reference/metrics.md}. A
     * resumed stage goes on with the step after its checkpoint.
     *
     * @param step from 1 to {@code steps}, counted apart from those of reinforcement learning
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    default void supervised(int step, int steps, Map<String, Double> metrics) {}

    /** The step's metrics; see {@code docs/reference/metrics.md}. */
    void step(int step, Map<String, Double> metrics);

    /** The step's trajectories with their rewards and credits. */
    default void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {}

    /**
     * A guard began to raise an alarm in this step. Called after {@link #trajectories}, and before the run ends where the
     * recipe ends it for this.
     *
     * @param guard its name in the recipe
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    default void alarm(int step, String guard, Alarm alarm) {}

    /** The policy was measured on held-out problems: before the first step, after the last one, and as often as the recipe says. */
    default void measured(Measurement measurement) {}

    /** The run ends, with all its steps or without. Called once, before {@link #close}. */
    default void ended(RunEnd end) {}

    /** Releases what the tracker holds; everything recorded is on disk when it returns. */
    @Override
    default void close() {}
}
