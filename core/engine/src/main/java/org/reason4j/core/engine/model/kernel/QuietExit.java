package org.reason4j.core.engine.model.kernel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets native code come to rest before the process exits: a signal runs the exit handlers of native libraries while other
 * threads are still in them, which ends in a crash report instead of an end.
 */
final class QuietExit {

    private static final Logger LOG = LoggerFactory.getLogger(QuietExit.class);
    private static final long SECONDS_TO_WAIT = 20;
    private static final ReentrantReadWriteLock CALLS = new ReentrantReadWriteLock();
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    private QuietExit() {}

    /** Waits for native calls at the exit of this process, from now on. */
    static void install() {
        if (!INSTALLED.getAndSet(true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(QuietExit::stopCalls, "reason4j-exit"));
        }
    }

    /** The lock of a native call; from the beginning of such an exit on, it can no longer be taken. */
    static Lock call() {
        return CALLS.readLock();
    }

    private static void stopCalls() {
        try {
            if (!CALLS.writeLock().tryLock(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
                LOG.warn("A native call did not end within {} seconds; exiting anyway", SECONDS_TO_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
