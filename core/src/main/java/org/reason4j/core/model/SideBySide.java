package org.reason4j.core.model;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Native calls that run at the same time, each on a thread of its own with its part of the processor's threads. */
final class SideBySide {

    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "native-call-" + STARTED.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private SideBySide() {}

    /** Runs calls, one of them alone in the calling thread, and returns what they return once all have ended, or failed. */
    static <T> List<T> run(List<Supplier<T>> calls) {
        if (calls.size() == 1) {
            return List.of(calls.get(0).get());
        }
        List<CompletableFuture<T>> running = calls.stream()
                .map(call -> CompletableFuture.supplyAsync(
                        () -> {
                            TorchScript.callers(calls.size());
                            return call.get();
                        },
                        THREADS))
                .toList();
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
            return running.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
