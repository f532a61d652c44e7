package org.reason4j.api.reward;

import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/** End of the time that a call has. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class Deadline {

    private final long end; // of System.nanoTime

    private Deadline(long end) {
        this.end = end;
    }

    /** A deadline that long from now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Time left; zero once it is past. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** True if no time is left. */
    public boolean isPast() {
        return System.nanoTime() - end >= 0;
    }
}
