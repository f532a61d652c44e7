package org.reason4j.api.guard;

import java.util.Objects;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A guard's finding. Immutable. */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class Alarm {

    private final String reason;

    private Alarm(String reason) {
        this.reason = reason;
    }

    /**
     * An alarm.
     *
     * @param reason what was found, what was expected, and what can be done; one or two sentences with their numbers
     */
    public static Alarm of(String reason) {
        return new Alarm(Objects.requireNonNull(reason, "reason"));
    }

    /** The finding in one or two sentences: found, expected, and what can be done. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Alarm alarm && alarm.reason.equals(reason);
    }

    @Override
    public int hashCode() {
        return reason.hashCode();
    }

    @Override
    public String toString() {
        return reason;
    }
}
