package org.reason4j.core.trainer.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work on many files, as many at a time as there are processors. */
final class FileTasks {

    private static final long HOURS_TO_WAIT = 24;

    private FileTasks() {}

    /** Results of the tasks, in their order; they start in that order, so the longest should come first. */
    static <T> List<T> all(Collection<? extends Callable<T>> tasks) {
        int threads = Math.max(1, Math.min(tasks.size(), Runtime.getRuntime().availableProcessors()));
        ExecutorService executor = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "checkpoint-files");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : executor.invokeAll(tasks, HOURS_TO_WAIT, TimeUnit.HOURS)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException failure) {
                throw new UncheckedIOException("Can't read a file", failure);
            }
            throw new IllegalStateException("Reading a checkpoint failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a checkpoint was being read", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
