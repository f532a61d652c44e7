package org.reason4j.reward.generative.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that put questions to a judge, a bounded number of them; idle ones end. */
public final class Callers {

    private final ThreadPoolExecutor threads;

    /** Threads for so many concurrent calls. */
    public Callers(int concurrency) {
        threads = new ThreadPoolExecutor(
                concurrency, concurrency, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "judge");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Carries out calls concurrently, those with equal keys once, and returns their answers in the order of the keys. An
     * interruption cancels running calls.
     */
    public <K, T> List<Answer<T>> callAll(List<K> keys, Call<K, T> call) throws InterruptedException {
        Map<K, Integer> places = new LinkedHashMap<>();
        List<Callable<T>> calls = new ArrayList<>();
        for (K key : keys) {
            if (places.putIfAbsent(key, calls.size()) == null) {
                calls.add(() -> call.make(key));
            }
        }
        List<Answer<T>> answers = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(calls)) {
            answers.add(answer(future));
        }
        return keys.stream()
                .map(key -> answers.get(Objects.requireNonNull(places.get(key))))
                .toList();
    }

    private static <T> Answer<T> answer(Future<T> future) throws InterruptedException {
        try {
            return new Answer.Read<>(future.get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause instanceof Unreadable
                    ? new Answer.NotRead<>(String.valueOf(cause.getMessage()))
                    : new Answer.None<>("the judge gave no answer: " + cause);
        }
    }

    /** A call that may fail. */
    @FunctionalInterface
    public interface Call<K, T> {

        /**
         * Makes the call.
         *
         * @throws Unreadable if the answer cannot be read
         * @throws Exception if there is no complete answer
         */
        T make(K key) throws Exception;
    }
}
