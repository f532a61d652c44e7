package org.reason4j.core.trainer.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.cluster.Workers;
import org.reason4j.core.engine.rollout.BackendPolicy;
import org.reason4j.core.formats.file.JsonValue;

/**
 * Rollouts by workers. Requests that come together are dealt out to tasks in their order, to at least one for each slot and of at most
 * {@value #MOST_IN_A_TASK} requests each: a task answers when all of its sequences are written. Tokens are those of a decoder in this
 * process: a draw is a function of the request.
 */
final class ClusterBackend implements BackendPolicy.OwnDecoder {

    private static final int MOST_IN_A_TASK = 8;

    private static final long GATHER_MILLIS = 3;
    private static final long END_MILLIS = 10_000;
    private static final String CLOSED = "The run's workers were closed before they wrote this sequence";

    private final Workers workers;
    private final PublishedWeights weights;
    private final LinkedBlockingQueue<Open> waiting = new LinkedBlockingQueue<>();
    private final Thread dispatcher = new Thread(this::dispatch, "cluster-rollouts");
    private volatile PublishedWeights.@Nullable Version version;
    private volatile boolean closed;

    private record Open(GenerationRequest request, CompletableFuture<Generation> result) {}

    ClusterBackend(Workers workers, PublishedWeights weights) {
        this.workers = workers;
        this.weights = weights;
        dispatcher.setDaemon(true);
        dispatcher.start();
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.all();
    }

    @Override
    public void update(PolicyWeights announced) {
        PublishedWeights.Version published = weights.current();
        if (published.number() != announced.version()) {
            throw new IllegalStateException("version " + published.number()
                    + " of the weights was published, but version " + announced.version() + " was announced");
        }
        version = published;
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
        CompletableFuture<Generation> result = new CompletableFuture<>();
        waiting.add(new Open(request, result));
        if (closed) {
            failWaiting();
        }
        return result;
    }

    private void dispatch() {
        List<Open> together = List.of();
        try {
            while (!closed) {
                together = new ArrayList<>(List.of(waiting.take()));
                for (Open next = gather(); next != null; next = gather()) {
                    together.add(next);
                }
                deal(together);
            }
        } catch (InterruptedException e) { // closed
            fail(together, new IllegalStateException(CLOSED));
        }
    }

    private static void fail(List<Open> requests, Throwable problem) {
        requests.forEach(one -> one.result().completeExceptionally(problem));
    }

    private void failWaiting() {
        List<Open> left = new ArrayList<>();
        waiting.drainTo(left);
        fail(left, new IllegalStateException(CLOSED));
    }

    private @Nullable Open gather() throws InterruptedException {
        return waiting.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void deal(List<Open> all) {
        int tasks;
        try {
            tasks = tasks(all.size());
        } catch (RuntimeException e) { // told to whoever waits
            fail(all, e);
            return;
        }
        for (int task = 0; task < tasks; task++) {
            int from = (int) ((long) all.size() * task / tasks);
            int to = (int) ((long) all.size() * (task + 1) / tasks);
            submit(all.subList(from, to));
        }
    }

    private int tasks(int requests) {
        int ofMost = (requests + MOST_IN_A_TASK - 1) / MOST_IN_A_TASK;
        return Math.max(ofMost, Math.min(requests, workers.slots()));
    }

    private void submit(List<Open> requests) {
        try {
            PublishedWeights.Version now = Objects.requireNonNull(version, "weights before the first request");
            List<ObjectNode> messages = requests.stream()
                    .map(one -> Messages.request(one.request()))
                    .toList();
            CompletableFuture<byte[]> task =
                    workers.submit(Stage.GENERATE.name(), Messages.list(now.json(), messages), now.shared());
            task.whenComplete((answer, problem) -> complete(requests, answer, problem));
            requests.forEach(one -> one.result().whenComplete((done, problem) -> cancel(requests, task)));
        } catch (RuntimeException e) { // told to whoever waits
            fail(requests, e);
        }
    }

    /** Ends a task that nobody waits for any more. */
    private static void cancel(List<Open> requests, CompletableFuture<byte[]> task) {
        if (!task.isDone() && requests.stream().allMatch(one -> one.result().isCancelled())) {
            task.cancel(true);
        }
    }

    private static void complete(List<Open> requests, byte @Nullable [] answer, @Nullable Throwable problem) {
        if (answer == null) {
            Throwable reason = problem == null ? new IllegalStateException("a worker gave no answer") : problem;
            fail(requests, reason);
            return;
        }
        try {
            List<JsonValue> written =
                    Messages.json(answer, "generations of a worker").get("all").list();
            for (int i = 0; i < requests.size(); i++) {
                requests.get(i).result().complete(Messages.generation(written.get(i)));
            }
        } catch (RuntimeException e) { // told to whoever waits
            fail(requests, e);
        }
    }

    /** Ends the dealing; requests that were not dealt out complete exceptionally. */
    @Override
    public void close() {
        closed = true;
        dispatcher.interrupt();
        try {
            dispatcher.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failWaiting();
    }
}
