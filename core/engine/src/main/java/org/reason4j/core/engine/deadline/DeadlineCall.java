package org.reason4j.core.engine.deadline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a {@link DeadlinePool}; its monitor guards its state, so an interrupt never hits the thread's next call.
 *
 * <p>It runs, and beside it ring at most two alarms: at its deadline it is interrupted, a grace period later abandoned.
 */
final class DeadlineCall<T> implements Runnable {

    /** The part of a pool that a call uses. */
    interface Surroundings {

        /** Rings an alarm later, on another thread; returns what cancels it. */
        Runnable alarm(Duration later, Runnable ring);

        /** Takes note that a call's thread is abandoned. */
        void lost(String name, Duration deadline, Thread thread);

        /** Takes note that an abandoned thread has returned after all. */
        void returned(String name);
    }

    private final String name;
    private final Duration deadline;
    private final Duration grace;
    private final Supplier<T> work;
    private final Surroundings pool;
    private final CompletableFuture<DeadlinePool.Ended<T>> end = new CompletableFuture<>();
    private @Nullable Thread thread; // while the call runs
    private Runnable cancelAlarm = () -> {};
    private boolean late;
    private boolean abandoned;

    DeadlineCall(String name, Duration deadline, Duration grace, Supplier<T> work, Surroundings pool) {
        this.name = name;
        this.deadline = deadline;
        this.grace = grace;
        this.work = work;
        this.pool = pool;
    }

    CompletableFuture<DeadlinePool.Ended<T>> end() {
        return end;
    }

    @Override
    public void run() {
        if (end.isDone()) {
            return;
        }
        Thread current = Thread.currentThread();
        String idleName = current.getName();
        current.setName(name);
        try {
            begin(current);
            T value = work.get();
            finish(() -> end.complete(new DeadlinePool.Ended<>(Optional.of(value), false)));
        } catch (Throwable e) { // of any kind: the future is completed with it
            finish(() -> end.completeExceptionally(e));
        } finally {
            current.setName(idleName);
        }
    }

    private synchronized void begin(Thread current) {
        thread = current;
        cancelAlarm = pool.alarm(deadline, this::expire);
    }

    private synchronized void expire() {
        if (thread != null) {
            late = true;
            thread.interrupt();
            cancelAlarm = pool.alarm(grace, this::abandon);
        }
    }

    private synchronized void abandon() {
        if (thread != null) {
            abandoned = true;
            pool.lost(name, deadline, thread);
            end.complete(new DeadlinePool.Ended<>(Optional.empty(), true));
        }
    }

    private synchronized void finish(Runnable tell) {
        thread = null;
        cancelAlarm.run();
        Thread.interrupted(); // an interruption was meant for this call and is of no concern to the next
        if (abandoned) {
            pool.returned(name);
        } else if (late) {
            end.complete(new DeadlinePool.Ended<>(Optional.empty(), false));
        } else {
            tell.run();
        }
    }
}
