package org.reason4j.core.engine.deadline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** A call, its alarms and a client that gives it up, in every order of their steps that Lincheck comes to. */
class DeadlineCallOrdersTest {

    private static final int ORDERS = Integer.getInteger("reason4j.orders", 1000);
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

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }

    private static void inEveryOrder(Runnable... roles) {
        Thread[] threads = new Thread[roles.length];
        for (int i = 0; i < roles.length; i++) {
            threads[i] = new Thread(roles[i]);
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aCallEndsOnceHoweverItsAlarmsRing() {
        Lincheck.runConcurrentTest(ORDERS, () -> {
            Alarms alarms = new Alarms();
            AtomicInteger calls = new AtomicInteger();
            AtomicInteger ends = new AtomicInteger();
            DeadlineCall<String> call =
                    new DeadlineCall<>("call", ANY, ANY, () -> "value " + calls.incrementAndGet(), alarms);
            call.end().whenComplete((ended, failure) -> ends.incrementAndGet());
            inEveryOrder(call, () -> {
                alarms.ring();
                alarms.ring();
            });
            require(calls.get() == 1, "the call ran " + calls + " times");
            require(ends.get() == 1 && call.end().isDone(), "it ended " + ends + " times");
            require(alarms.lost.get() == 0, alarms.lost + " threads stay lost");
        });
    }
}
