package org.reason4j.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command serve until somebody stops it, and close what it holds before the JVM ends. The first of a command's resources,
 * so that it is the last to be closed; of one thread.
 */
public final class UntilStopped implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long longestEnd;
    private boolean interrupted;

    /**
     * Begins to listen for Ctrl-C.
     *
     * @param longestEnd seconds that closing may take
     */
    public UntilStopped(String name, long longestEnd) {
        this.longestEnd = longestEnd;
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, name));
    }

    /** Waits until the JVM is asked to end, or the thread is interrupted, which it is again when all is closed. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    private void end() {
        asked.countDown();
        try {
            ended.await(longestEnd, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the JVM end. */
    @Override
    public void close() {
        ended.countDown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
