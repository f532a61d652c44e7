package org.reason4j.api.track;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** End of a run. Immutable. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class RunEnd {

    private final int lastStep;
    private final double seconds;
    private final Optional<Throwable> failure;

    private RunEnd(int lastStep, double seconds, Optional<Throwable> failure) {
        this.lastStep = lastStep;
        this.seconds = seconds;
        this.failure = failure;
    }

    /** A run that came to its end: it made all its steps, or a guard stopped it as the recipe says. */
    public static RunEnd completed(int lastStep, double seconds) {
        return new RunEnd(lastStep, seconds, Optional.empty());
    }

    /** A run that stopped after a step, for that reason. */
    public static RunEnd failed(int lastStep, double seconds, Throwable failure) {
        return new RunEnd(lastStep, seconds, Optional.of(failure));
    }

    /** The last step that was completed; 0 for none. */
    public int lastStep() {
        return lastStep;
    }

    /** Time of reinforcement learning, those of earlier processes of the run included. */
    public double seconds() {
        return seconds;
    }

    /** Cause of the end; empty where the run came to its end. */
    public Optional<Throwable> failure() {
        return failure;
    }
}
