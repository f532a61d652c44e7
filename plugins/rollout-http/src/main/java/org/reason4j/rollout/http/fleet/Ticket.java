package org.reason4j.rollout.http.fleet;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;

/** A request until it has its answer. Of the fleet's thread alone, but for its future. */
final class Ticket {

    final GenerationRequest request;
    final String id; // of all attempts, each of which has its number behind it
    final CompletableFuture<Generation> answer = new CompletableFuture<>();
    int attempts;
    private int failures; // but for servers that were busy
    private boolean busy; // at the last attempt
    private long busySince;
    long notBefore = System.nanoTime();

    @Nullable
    Replica last; // that failed

    Ticket(GenerationRequest request, String id) {
        this.request = request;
        this.id = id;
    }

    /** Counts an answer of a server that is busy; true if all answers have been such for longer than that. */
    boolean busyLonger(Duration longest) {
        long now = System.nanoTime();
        if (!busy) {
            busy = true;
            busySince = now;
        }
        return now - busySince > longest.toNanos();
    }

    /** Counts another failure; true if there are more than that. */
    boolean failedMoreOften(int most) {
        busy = false;
        failures++;
        return failures > most;
    }
}
