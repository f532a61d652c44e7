package org.reason4j.distillation.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Cause why a server gave no numbers. */
final class TeacherFailure extends IOException {

    /** Kinds of failure. */
    enum Kind {
        /** No connection, a dropped connection, or a status that asks to try again. */
        NOT_TAKEN,
        /** No complete answer in time. */
        LATE,
        /** A status that says no. */
        REFUSED,
        /** An answer that is none, or of other tokens. */
        UNREADABLE,
        /** A log-probability that is missing, or not finite. */
        INCOMPLETE
    }

    private final Kind kind;
    private final transient Optional<Duration> wait;

    TeacherFailure(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    TeacherFailure(Kind kind, String message, Optional<Duration> wait) {
        super(message);
        this.kind = kind;
        this.wait = wait;
    }

    Kind kind() {
        return kind;
    }

    /** Wait that the server asks for. */
    Optional<Duration> requestedWait() {
        return wait;
    }
}
