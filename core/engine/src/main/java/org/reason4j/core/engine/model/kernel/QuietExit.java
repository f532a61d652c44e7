package org.reason4j.core.engine.model.kernel;

import com.sun.jna.NativeLibrary;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a process that a signal ends from a crash report: the exit handlers of native libraries would run while other threads
 * are still in them. Calls are given time to end, and then the process ends without exit handlers, whether they did or not.
 */
final class QuietExit {

    /** Threads of shutdown hooks whose names begin like this are waited for. */
    private static final String NAME = "reason4j-exit";

    private static final Logger LOG = LoggerFactory.getLogger(QuietExit.class);
    private static final long SECONDS_TO_WAIT = 20;
    private static final long MILLIS_FOR_OTHERS = 5000;
    private static final ReentrantReadWriteLock CALLS = new ReentrantReadWriteLock();
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    private QuietExit() {}

    /**
     * Waits for native calls at the exit of this process, from now on.
     *
     * @param signalled the status of a process that a signal ends, asked for when it does; 0 where none did
     */
    static void install(IntSupplier signalled) {
        install(signalled, SECONDS_TO_WAIT);
    }

    static void install(IntSupplier signalled, long seconds) {
        if (!INSTALLED.getAndSet(true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopCalls(signalled, seconds), NAME));
        }
    }

    /** The lock of a native call; from the beginning of such an exit on, it can no longer be taken. */
    static Lock call() {
        return CALLS.readLock();
    }

    private static void stopCalls(IntSupplier signalled, long seconds) {
        int status = signalled.getAsInt();
        try {
            if (!CALLS.writeLock().tryLock(seconds, TimeUnit.SECONDS)) {
                LOG.warn("A native call did not end within {} seconds; exiting anyway", seconds);
            }
            if (status != 0) {
                awaitOthers();
                endWithoutHandlers(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the other hooks of this program end. */
    private static void awaitOthers() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_FOR_OTHERS);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread != Thread.currentThread() && thread.getName().startsWith(NAME)) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        }
    }

    /** Ends the process at once. Even a halt of the virtual machine runs exit handlers of native libraries. */
    private static void endWithoutHandlers(int status) {
        try {
            NativeLibrary.getProcess().getFunction("_exit").invoke(new Object[] {status});
        } catch (LinkageError e) { // on this platform the process ends as ever
            LOG.debug("The process has no function _exit", e);
        }
    }
}
