package org.reason4j.rollout.http.server;

import java.time.Duration;
import java.util.Optional;

/** Why a server did not do what it was asked. */
public final class ServerFailure extends Exception {

    /** Kinds of failures. */
    public enum Kind {
        /** There is no connection, or it broke. */
        UNREACHABLE,
        /** There was no complete answer in time. */
        LATE,
        /** The server takes no request at the moment. */
        BUSY,
        /** The server broke, or its answer makes no sense. */
        GARBAGE,
        /** The server has other weights than it was given. */
        STALE,
        /** The server will never do that. */
        REFUSED
    }

    private final Kind kind;
    private final transient Optional<Duration> wait;

    /** A failure. */
    public ServerFailure(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    /** A failure after which the server asks to wait. */
    public ServerFailure(Kind kind, String message, Optional<Duration> wait) {
        super(message);
        this.kind = kind;
        this.wait = wait;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }

    /** The wait that the server asks for. */
    public Optional<Duration> wait(Duration longest) {
        return wait.map(asked -> asked.compareTo(longest) > 0 ? longest : asked);
    }
}
