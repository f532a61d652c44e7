package org.reason4j.testkit.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Calls with a deadline, alone or many at the same time. */
final class Calls {

    private static final int THREADS = 8;

    private Calls() {}

    /** Returns the result of a call on a thread of its own, which is interrupted at the deadline. */
    static <R> R within(Duration patience, String call, Callable<R> code) throws Exception {
        FutureTask<R> task = new FutureTask<>(code);
        Thread thread = start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new AssertionError(call + " gave no answer within " + patience.toMillis() / 1000.0 + " s", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    /** Interrupts a call at once and waits for its end: a result or an exception. */
    static void interrupted(Duration patience, String call, Callable<?> code) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            begun.countDown();
            Expect.resultOrRefusal(code::call);
            return true;
        });
        Thread thread = start(task);
        Expect.that(begun.await(patience.toMillis(), TimeUnit.MILLISECONDS), "No thread began %s", call);
        thread.interrupt();
        try {
            task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    call + " went on for " + patience.toMillis() / 1000.0
                            + " s after its thread was interrupted, expected its end",
                    e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    /** Results of calls that begin together on several threads, in the order of their numbers. */
    static <R> List<R> together(Duration patience, String call, int calls, IntFunction<Callable<R>> code)
            throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<List<R>>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            FutureTask<List<R>> task = new FutureTask<>(() -> {
                start.await();
                List<R> results = new ArrayList<>();
                for (int j = first; j < calls; j += THREADS) {
                    results.add(code.apply(j).call());
                }
                return results;
            });
            start(task);
            tasks.add(task);
        }
        start.countDown();
        long end = System.nanoTime() + patience.toNanos();
        List<List<R>> perThread = new ArrayList<>();
        for (FutureTask<List<R>> task : tasks) {
            try {
                perThread.add(task.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                tasks.forEach(one -> one.cancel(true));
                throw new AssertionError(
                        calls + " calls of " + call + " at the same time gave no answer within "
                                + patience.toMillis() / 1000.0 + " s",
                        e);
            } catch (ExecutionException e) {
                tasks.forEach(one -> one.cancel(true));
                throw rethrown(e);
            }
        }
        List<R> results = new ArrayList<>();
        for (int j = 0; j < calls; j++) {
            results.add(perThread.get(j % THREADS).get(j / THREADS));
        }
        return results;
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "contract");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Exception rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }
}
