package org.reason4j.core.engine.deadline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;

/**
 * Runs threads in every order of their steps that a model checker comes to. The system property {@code reason4j.orders} sets
 * another number of orders than the test's.
 */
public final class Orders {

    private Orders() {}

    /**
     * Runs a scenario in many orders; it throws where it finds something wrong. Lincheck takes half a minute without an end
     * for one that never comes, but instruments classes meanwhile, which can take longer where machines are busy: what hangs
     * is tried twice.
     */
    public static void check(int orders, Runnable scenario) {
        int count = Integer.getInteger("reason4j.orders", orders);
        try {
            Lincheck.runConcurrentTest(count, scenario::run);
        } catch (AssertionError e) {
            if (!String.valueOf(e.getMessage()).contains("has hung")) {
                throw e;
            }
            Lincheck.runConcurrentTest(count, scenario::run);
        }
    }

    /** Runs each role in a thread of its own and waits for all. */
    public static void together(Runnable... roles) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable role : roles) {
            threads.add(new Thread(() -> {
                try {
                    role.run();
                } catch (Throwable e) { // thrown below
                    failure.set(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a role failed: " + failure.get(), failure.get());
        }
    }

    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
