package org.reason4j.core.engine.rollout;

import static org.reason4j.core.engine.deadline.Orders.require;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.core.engine.deadline.Orders;

/** Clients of the decoder's queue, its thread, and its end, in every order of their steps that Lincheck comes to. */
class ArrivalsOrdersTest {

    private static final Throwable FAILURE = new OutOfMemoryError("no slots");

    /** A request whose fate is one of refused, written and told. */
    private static final class Request {
        private int fates;
    }

    private static void submit(LiveDecoder.Arrivals<Request> arrivals, Request request) {
        try {
            arrivals.add(request);
        } catch (IllegalStateException e) {
            request.fates++;
        }
    }

    private static List<Request> taken(LiveDecoder.Arrivals<Request> arrivals) {
        try {
            return arrivals.take(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(List<Request> requests) {
        for (Request request : requests) {
            request.fates++;
        }
    }

    @Test
    void aRequestIsRefusedOrEndsWheneverTheDecoderIsClosed() {
        Orders.check(300, () -> {
            LiveDecoder.Arrivals<Request> arrivals = new LiveDecoder.Arrivals<>();
            Request first = new Request();
            Request second = new Request();
            Orders.together(() -> submit(arrivals, first), () -> submit(arrivals, second), () -> {
                end(taken(arrivals));
                arrivals.close();
                end(arrivals.rest());
            });
            require(first.fates == 1 && second.fates == 1, "a request was taken in and has no end");
        });
    }

    @Test
    void aRequestIsRefusedOrToldWheneverTheDecoderFails() {
        Orders.check(300, () -> {
            LiveDecoder.Arrivals<Request> arrivals = new LiveDecoder.Arrivals<>();
            Request first = new Request();
            Request second = new Request();
            Orders.together(
                    () -> {
                        submit(arrivals, first);
                        submit(arrivals, second);
                    },
                    arrivals::close,
                    () -> {
                        List<Request> current = taken(arrivals);
                        arrivals.fail(FAILURE);
                        end(current);
                        end(arrivals.rest());
                    });
            require(first.fates == 1 && second.fates == 1, "a request was taken in and has no end");
            require(arrivals.failure().isPresent(), "the failure is forgotten");
        });
    }
}
