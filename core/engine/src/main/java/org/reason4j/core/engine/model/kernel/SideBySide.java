package org.reason4j.core.engine.model.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Runs native calls at the same time, each on a thread of its own with its part of the processor's threads. */
public final class SideBySide {

    /**
     * Idle threads, those of a call's first inputs on top. Input i always reuses the same thread, because each thread has its
     * own malloc arena.
     */
    private static final Deque<ExecutorService> IDLE = new ArrayDeque<>();

    private static int started;

    private SideBySide() {}

    /** Calls a function with each input, a single one in the calling thread; returns the results once all have ended or failed. */
    public static <A, T> List<T> run(List<A> inputs, Function<A, T> call) {
        if (inputs.size() == 1) {
            return List.of(call.apply(inputs.get(0)));
        }
        List<ExecutorService> threads = take(inputs.size());
        try {
            List<CompletableFuture<T>> running = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                A input = inputs.get(i);
                running.add(CompletableFuture.supplyAsync(
                        () -> {
                            TorchScript.callers(inputs.size());
                            return call.apply(input);
                        },
                        threads.get(i)));
            }
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
            return running.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        } finally {
            giveBack(threads);
        }
    }

    private static List<ExecutorService> take(int count) {
        List<ExecutorService> threads = new ArrayList<>();
        synchronized (IDLE) {
            while (threads.size() < count) {
                threads.add(IDLE.isEmpty() ? start() : IDLE.pop());
            }
        }
        return threads;
    }

    private static ExecutorService start() {
        String name = "native-call-" + ++started;
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(SideBySide.class.getClassLoader()); // a plugin may have asked
            return thread;
        });
    }

    private static void giveBack(List<ExecutorService> threads) {
        synchronized (IDLE) {
            for (int i = threads.size() - 1; i >= 0; i--) {
                IDLE.push(threads.get(i));
            }
        }
    }
}
