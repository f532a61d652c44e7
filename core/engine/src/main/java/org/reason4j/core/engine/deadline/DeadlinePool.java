package org.reason4j.core.engine.deadline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for calls that may never return.
 *
 * <p>A call that misses its deadline is interrupted. One that has not returned a grace period later is abandoned: its
 * thread can't be stopped, so the pool grows by one until it returns after all. Threads are daemons.
 */
public final class DeadlinePool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlinePool.class);

    /**
     * End of a call.
     *
     * @param value the value that it returned in time; absent if it was late
     * @param abandoned true if its thread had not returned by the end of the grace period
     */
    public record Ended<T>(Optional<T> value, boolean abandoned) {}

    private final int size;
    private final Duration grace;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor watchdog;
    private int lost; // guarded by this

    public DeadlinePool(int size, Duration grace) {
        this.size = size;
        this.grace = grace;
        workers = new ThreadPoolExecutor(
                size,
                size,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemon(work, "idle-with-deadline"));
        workers.allowCoreThreadTimeOut(true);
        watchdog = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "deadline-watchdog"));
        watchdog.setRemoveOnCancelPolicy(true);
        watchdog.setKeepAliveTime(5, TimeUnit.SECONDS);
        watchdog.allowCoreThreadTimeOut(true);
    }

    /**
     * Queues a call. Its deadline runs from when it starts; a cancelled one that has not started never does.
     *
     * @param name of the thread while it works
     */
    public <T> CompletableFuture<Ended<T>> submit(String name, Duration deadline, Supplier<T> work) {
        Call<T> call = new Call<>(name, deadline, work);
        workers.execute(call);
        return call.end;
    }

    /** Number of threads that were abandoned and have not returned. */
    public synchronized int lost() {
        return lost;
    }

    /** Interrupts all calls and cancels waiting ones. The watchdog ends by itself, when nothing runs any more. */
    @Override
    public void close() {
        workers.shutdownNow().forEach(waiting -> ((Call<?>) waiting).end.cancel(false));
    }

    private synchronized void changeLost(int by) {
        lost += by;
        if (by > 0) {
            workers.setMaximumPoolSize(size + lost);
            workers.setCorePoolSize(size + lost);
        } else {
            workers.setCorePoolSize(size + lost);
            workers.setMaximumPoolSize(size + lost);
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** One call; its monitor guards its state, so an interrupt never hits the thread's next call. */
    private final class Call<T> implements Runnable {
        private final CompletableFuture<Ended<T>> end = new CompletableFuture<>();
        private final String name;
        private final Duration deadline;
        private final Supplier<T> work;
        private @Nullable Thread thread; // while the call runs
        private @Nullable Future<?> alarm;
        private boolean late;
        private boolean abandoned;

        Call(String name, Duration deadline, Supplier<T> work) {
            this.name = name;
            this.deadline = deadline;
            this.work = work;
        }

        @Override
        public void run() {
            if (end.isDone()) {
                return;
            }
            Thread current = Thread.currentThread();
            String idleName = current.getName();
            current.setName(name);
            begin(current);
            try {
                T value = work.get();
                finish(() -> end.complete(new Ended<>(Optional.of(value), false)));
            } catch (Throwable e) { // of any kind: the future is completed with it
                finish(() -> end.completeExceptionally(e));
            } finally {
                current.setName(idleName);
            }
        }

        private synchronized void begin(Thread current) {
            thread = current;
            alarm = watchdog.schedule(this::expire, deadline.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void expire() {
            if (thread != null) {
                late = true;
                thread.interrupt();
                alarm = watchdog.schedule(this::abandon, grace.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private synchronized void abandon() {
            if (thread != null) {
                abandoned = true;
                Exception where = new Exception("where thread '" + name + "' is stuck");
                where.setStackTrace(thread.getStackTrace());
                LOG.warn(
                        "{} ignored its deadline of {} and the interruption; its thread is abandoned",
                        name,
                        deadline,
                        where);
                changeLost(+1);
                end.complete(new Ended<>(Optional.empty(), true));
            }
        }

        private synchronized void finish(Runnable tell) {
            thread = null;
            if (alarm != null) {
                alarm.cancel(false);
            }
            Thread.interrupted(); // an interruption was meant for this call and is of no concern to the next
            if (abandoned) {
                LOG.info("{} returned after its thread had been abandoned", name);
                changeLost(-1);
            } else if (late) {
                end.complete(new Ended<>(Optional.empty(), false));
            } else {
                tell.run();
            }
        }
    }
}
