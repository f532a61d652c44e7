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
        public void lost(String name, Duration deadline, Thread thread) {
            lost.incrementAndGet();
        }

        @Override
        public void returned(String name) {
            lost.decrementAndGet();
        }

        /** Rings at the deadline and after the grace period, where somebody waits for it. */
        void ringTwice() {
            for (int i = 0; i < 2; i++) {
                Runnable ring = next.getAndSet(null);
                if (ring != null) {
                    ring.run();
                }
            }
        }
    }

    @Test
    void aCallEndsOnceHoweverItsAlarmsRing() {
        Orders.check(300, () -> {
            Alarms alarms = new Alarms();
            AtomicInteger calls = new AtomicInteger();
            AtomicInteger ends = new AtomicInteger();
            DeadlineCall<Integer> call = new DeadlineCall<>("call", ANY, ANY, calls::incrementAndGet, alarms);
            call.end().thenRun(ends::incrementAndGet);
            Orders.together(
                    () -> {
                        call.run();
                        require(!Thread.currentThread().isInterrupted(), "the thread's next call is interrupted");
                    },
                    alarms::ringTwice);
            require(calls.get() == 1, "the call did not run once");
            require(ends.get() == 1, "it did not end once");
            require(alarms.lost.get() == 0, "a thread stays lost");
        });
    }

    @Test
    void aCallThatIsGivenUpHasEndedAndLeavesNoThreadLost() {
        Orders.check(300, () -> {
            Alarms alarms = new Alarms();
            AtomicInteger calls = new AtomicInteger();
            DeadlineCall<Integer> call = new DeadlineCall<>("call", ANY, ANY, calls::incrementAndGet, alarms);
            Orders.together(call, () -> call.end().cancel(false), alarms::ringTwice);
            require(call.end().isDone() && calls.get() <= 1, "it is open, or ran twice");
            require(alarms.lost.get() == 0, "a thread stays lost");
        });
    }
}
