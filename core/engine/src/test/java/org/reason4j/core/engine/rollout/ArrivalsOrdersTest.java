package org.reason4j.core.engine.rollout;

import static org.reason4j.core.engine.deadline.Orders.require;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reason4j.core.engine.deadline.Orders;

/** Clients of the decoder's queue, its thread, and its end, in every order of their steps that Lincheck comes to. */
class ArrivalsOrdersTest {

    private static final class Request {
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private boolean refused;
    }

    private static void submit(LiveDecoder.Arrivals<Request> arrivals, Request request) {
        try {
            arrivals.add(request);
        } catch (IllegalStateException e) {
            request.refused = true;
        }
    }

    private static List<Request> taken(LiveDecoder.Arrivals<Request> arrivals) {
        try {
            return arrivals.take(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRequestIsRefusedOrEndsWheneverTheDecoderIsClosed() {
        Orders.check(50, () -> {
            LiveDecoder.Arrivals<Request> arrivals = new LiveDecoder.Arrivals<>();
            Request first = new Request();
            Request second = new Request();
            Orders.together(() -> submit(arrivals, first), () -> submit(arrivals, second), () -> {
                taken(arrivals).forEach(request -> request.end.complete("written"));
                arrivals.close();
                arrivals.rest().forEach(request -> request.end.cancel(false));
            });
            requireEnded(first, second);
        });
    }

    @Test
    void aRequestIsRefusedOrToldWheneverTheDecoderFails() {
        Orders.check(50, () -> {
            LiveDecoder.Arrivals<Request> arrivals = new LiveDecoder.Arrivals<>();
            Request first = new Request();
            Request second = new Request();
            Throwable cause = new OutOfMemoryError("no slots");
            Orders.together(
                    () -> {
                        submit(arrivals, first);
                        submit(arrivals, second);
                    },
                    arrivals::close,
                    () -> {
                        List<Request> current = taken(arrivals);
                        arrivals.fail(cause);
                        Stream.concat(current.stream(), arrivals.rest().stream())
                                .forEach(request -> request.end.completeExceptionally(cause));
                    });
            requireEnded(first, second);
            require(arrivals.failure().isPresent(), "the failure is forgotten");
        });
    }

    private static void requireEnded(Request... requests) {
        for (Request request : requests) {
            require(request.refused != request.end.isDone(), "a request was taken in and has no end");
        }
    }
}
