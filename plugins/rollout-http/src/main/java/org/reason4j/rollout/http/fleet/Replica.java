package org.reason4j.rollout.http.fleet;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.track.Metrics;
import org.reason4j.rollout.http.dialect.Dialect;
import org.reason4j.rollout.http.server.ServerConnection;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;

/** One server of a fleet, and how it has done. Of the fleet's thread alone, but for reading whether it is ready. */
final class Replica {

    /** Attempts that are late in a row, after which a replica is checked before it gets more. */
    private static final int MOST_LATE = 3;

    final int number;
    final ServerConnection server;
    final Dialect dialect;
    volatile boolean ready; // with the newest weights
    boolean checking;
    boolean awaited; // by the update of the moment, for the first attempt
    boolean refuses; // the newest weights, whatever is tried
    int open; // requests
    String problem = "it has no weights yet";
    private int late; // in a row
    private final Map<Kind, Long> failures = new EnumMap<>(Kind.class);

    Replica(int number, ServerConnection server, Dialect dialect) {
        this.number = number;
        this.server = server;
        this.dialect = dialect;
    }

    /** Takes it out until it is checked; true unless it was out. */
    boolean out(String why) {
        problem = why;
        boolean was = ready;
        ready = false;
        return was;
    }

    void answered() {
        late = 0;
    }

    /** Counts a failure; true if no more requests may go there before it is checked. */
    boolean failed(ServerFailure failure) {
        failures.merge(failure.kind(), 1L, Long::sum);
        problem = String.valueOf(failure.getMessage());
        late = failure.kind() == Kind.LATE ? late + 1 : 0;
        return switch (failure.kind()) {
            case UNREACHABLE, GARBAGE, STALE -> true;
            case LATE -> late >= MOST_LATE;
            case BUSY, REFUSED -> false;
        };
    }

    /** Counts an answer that took so many nanoseconds from its sending to its end. */
    void count(Metrics metrics, Generation generation, long nanos) {
        metrics.add(metric("answers"), 1);
        metrics.add(metric("tokens"), generation.tokens().length);
        metrics.mean(metric("seconds"), nanos / 1e9);
    }

    /** Metric of this replica. */
    String metric(String name) {
        return "fleet/" + number + "/" + name;
    }

    /** Metric of a kind of failures. */
    static String metric(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return server + " (" + problem + ")";
    }
}
