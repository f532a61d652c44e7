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

/** Native calls that run at the same time, each on a thread of its own with its part of the processor's threads. */
public final class SideBySide {

    /**
     * Threads at rest, those of a call's first inputs on top. A call's inputs meet the same threads each time: a thread takes
     * its memory from the C library's heap of its own, and further threads would hold as much again.
     */
    private static final Deque<ExecutorService> RESTING = new ArrayDeque<>();

    private static int started;

    private SideBySide() {}

    /** Makes a call for each input, a single one in the calling thread; returns what they return once all have ended, or failed. */
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
        synchronized (RESTING) {
            while (threads.size() < count) {
                threads.add(RESTING.isEmpty() ? start() : RESTING.pop());
            }
        }
        return threads;
    }

    private static ExecutorService start() {
        String name = "native-call-" + ++started;
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void giveBack(List<ExecutorService> threads) {
        synchronized (RESTING) {
            for (int i = threads.size() - 1; i >= 0; i--) {
                RESTING.push(threads.get(i));
            }
        }
    }
}
