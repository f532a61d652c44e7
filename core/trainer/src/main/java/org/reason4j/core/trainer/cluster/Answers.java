package org.reason4j.core.trainer.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.plugin.PluginException;

/** Waiting for tasks of workers. */
final class Answers {

    private Answers() {}

    /**
     * Waits for a task, and cancels it where it is late.
     *
     * @param what names it in messages
     */
    static byte[] of(CompletableFuture<byte[]> task, Duration time, String what) {
        try {
            return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new PluginException(
                    "Workers gave no answer to " + what + " within " + time.toSeconds()
                            + " seconds (rollout.answerSeconds)",
                    e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while workers were at " + what, e);
        } catch (ExecutionException e) {
            throw new PluginException("Workers failed at " + what + ": " + e.getCause(), e);
        }
    }
}
