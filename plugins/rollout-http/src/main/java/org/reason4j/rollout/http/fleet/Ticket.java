package org.reason4j.rollout.http.fleet;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;

/** A request until it has its answer. Of the fleet's thread alone, but for its future. */
final class Ticket {

    final GenerationRequest request;
    final String id; // the same in every attempt
    final CompletableFuture<Generation> answer = new CompletableFuture<>();
    int attempts;
    long notBefore = System.nanoTime();

    @Nullable
    Replica last; // that failed

    Ticket(GenerationRequest request, String id) {
        this.request = request;
        this.id = id;
    }
}
