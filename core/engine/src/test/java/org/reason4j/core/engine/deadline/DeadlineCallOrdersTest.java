package org.reason4j.core.engine.deadline;

import static org.reason4j.core.engine.deadline.Orders.require;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A call, its alarms and a client that gives it up, in every order of their steps that Lincheck comes to. */
class DeadlineCallOrdersTest {

    private static final Duration ANY = Duration.ofSeconds(1);

    /** A pool whose alarms ring when they are told to. */
    private static final class Alarms implements DeadlineCall.Surroundings {
        private final AtomicReference<Runnable> next = new AtomicReference<>();
        private final AtomicInteger lost = new AtomicInteger();

        @Override
        public Runnable alarm(Duration later, Runnable ring) {
            next.set(ring);
            return () -> next.compareAndSet(ring, null);
        }

        @Override
        public void changeLost(int by) {
            lost.addAndGet(by);
        }

        void ring() {
            Runnable ring = next.getAndSet(null);
            if (ring != null) {
                ring.run();
            }
        }
    }

    @Test
    void aCallEndsOnceHoweverItsAlarmsRing() {
        Orders.check(50, () -> {
            Alarms alarms = new Alarms();
            AtomicInteger calls = new AtomicInteger();
            AtomicInteger ends = new AtomicInteger();
            DeadlineCall<String> call =
                    new DeadlineCall<>("call", ANY, ANY, () -> "value " + calls.incrementAndGet(), alarms);
            call.end().whenComplete((ended, failure) -> ends.incrementAndGet());
            Orders.together(
                    () -> {
                        call.run();
                        require(!Thread.currentThread().isInterrupted(), "the thread's next call is interrupted");
                    },
                    () -> {
                        alarms.ring();
                        alarms.ring();
                    });
            require(calls.get() == 1, "the call ran " + calls + " times");
            require(ends.get() == 1 && call.end().isDone(), "it ended " + ends + " times");
            require(alarms.lost.get() == 0, alarms.lost + " threads stay lost");
        });
    }

    @Test
    void aCallThatIsGivenUpHasEndedAndLeavesNoThreadLost() {
        Orders.check(50, () -> {
            Alarms alarms = new Alarms();
            AtomicInteger calls = new AtomicInteger();
            DeadlineCall<Integer> call = new DeadlineCall<>("call", ANY, ANY, calls::incrementAndGet, alarms);
            Orders.together(call, () -> call.end().cancel(false), () -> {
                alarms.ring();
                alarms.ring();
            });
            require(call.end().isDone() && calls.get() <= 1, "it is open, or ran " + calls + " times");
            require(alarms.lost.get() == 0, alarms.lost + " threads stay lost");
        });
    }
}
