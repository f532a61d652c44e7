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
    private final DeadlineCall.Surroundings surroundings = new DeadlineCall.Surroundings() {
        @Override
        public Runnable alarm(Duration later, Runnable ring) {
            Future<?> alarm = watchdog.schedule(ring, TimeUnit.NANOSECONDS.convert(later), TimeUnit.NANOSECONDS);
            return () -> alarm.cancel(false);
        }

        @Override
        public void lost(String name, Duration deadline, Thread thread) {
            Exception where = new Exception("where thread '" + name + "' is stuck");
            where.setStackTrace(thread.getStackTrace());
            LOG.warn(
                    "{} ignored its deadline of {} and the interruption; its thread is abandoned",
                    name,
                    deadline,
                    where);
            changeLost(+1);
        }

        @Override
        public void returned(String name) {
            LOG.info("{} returned after its thread had been abandoned", name);
            changeLost(-1);
        }
    };
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
        DeadlineCall<T> call = new DeadlineCall<>(name, deadline, grace, work, surroundings);
        workers.execute(call);
        return call.end();
    }

    /** Number of threads that were abandoned and have not returned. */
    public synchronized int lost() {
        return lost;
    }

    /** Interrupts all calls and cancels waiting ones. The watchdog ends by itself, when nothing runs any more. */
    @Override
    public void close() {
        workers.shutdownNow()
                .forEach(waiting -> ((DeadlineCall<?>) waiting).end().cancel(false));
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
        thread.setContextClassLoader(
                DeadlinePool.class.getClassLoader()); // not that of the plugin that happened to ask first
        return thread;
    }
}
