package org.reason4j.rollout.http.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.track.Metrics;
import org.reason4j.rollout.http.dialect.Dialect;
import org.reason4j.rollout.http.dialect.Published;
import org.reason4j.rollout.http.dialect.Reply;
import org.reason4j.rollout.http.server.ServerConnection;
import org.reason4j.rollout.http.server.ServerFailure;
import org.reason4j.rollout.http.server.ServerFailure.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replicas that write as one backend.
 *
 * <p>A request goes to the ready replica with the fewest open ones. A replica is ready once it was seen to hold the newest weights.
 * One that breaks, answers garbage or writes with other weights is out until it holds them again; its requests are repeated
 * elsewhere, each attempt under an id of its own, and nothing else is lost. All state belongs to one thread; calls that block run on
 * others.
 */
public final class Fleet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration BEAT = Duration.ofMillis(200);
    private static final Duration MARGIN = Duration.ofSeconds(1); // of an update that ends in time
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final double FIRST_WAIT_SECONDS = 0.1;

    private final List<Replica> replicas = new ArrayList<>();
    private final boolean atTemperature;
    private final FleetLimits limits;
    private final Metrics metrics;
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(Fleet::thread);
    private final ExecutorService calls = Executors.newCachedThreadPool(Fleet::thread);
    private final AtomicLong ids = new AtomicLong();
    private @Nullable Published weights;
    private long lastReady = System.nanoTime();
    private long updateBegan;
    private CompletableFuture<String> updated = new CompletableFuture<>();

    /** One replica to be. */
    public record Member(ServerConnection server, Dialect dialect) {}

    /**
     * Prepares; nothing is sent before {@link #update}.
     *
     * @param atTemperature whether every replica must give log-probabilities at the request's temperature
     */
    public Fleet(List<Member> members, boolean atTemperature, FleetLimits limits, Metrics metrics) {
        this.atTemperature = atTemperature;
        this.limits = limits;
        this.metrics = metrics;
        for (Member member : members) {
            replicas.add(new Replica(replicas.size(), member.server(), member.dialect()));
        }
        loop.scheduleWithFixedDelay(this::guardedBeat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "rollout-fleet");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Gives new weights to all replicas; blocks until one has them, and as long again for the others, but no longer than the
     * deadline of updates in all. What is not ready by then follows, and writes from then on.
     *
     * @throws IllegalStateException if none has them in time, or all refuse them
     */
    public void update(Published published) throws InterruptedException {
        CompletableFuture<String> done = new CompletableFuture<>();
        loop.execute(() -> give(published, done));
        try {
            String problem = done.get(limits.update().plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
            if (!problem.isEmpty()) {
                throw new IllegalStateException(problem);
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The fleet's thread did not end an update to version " + published.version()
                            + " of the weights within "
                            + limits.update().plus(MARGIN).toSeconds() + " s",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void give(Published published, CompletableFuture<String> done) {
        weights = published;
        updated = done;
        updateBegan = System.nanoTime();
        replicas.forEach(replica -> {
            replica.awaited = true;
            replica.out("it does not have version " + published.version() + " of the weights yet");
            check(replica, Duration.ZERO);
        });
        loop.schedule(
                () -> done.complete(anyReady() ? "" : late(published)),
                limits.update().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private String late(Published published) {
        return "No replica took over version " + published.version() + " of the weights within "
                + limits.update().toSeconds() + " s (backend.config.updateSeconds): " + problems();
    }

    private boolean anyReady() {
        return replicas.stream().anyMatch(replica -> replica.ready);
    }

    /** Has a request written. */
    public CompletableFuture<Generation> submit(GenerationRequest request, String run) {
        Ticket ticket = new Ticket(request, run + "-" + ids.incrementAndGet());
        loop.execute(() -> {
            metrics.add("fleet/requests", 1);
            for (Kind kind : Kind.values()) { // so that a counter of 0 appears
                metrics.add("fleet/" + Replica.metric(kind), 0);
            }
            metrics.add("fleet/retries", 0);
            waiting.add(ticket);
            dispatch();
        });
        return ticket.answer;
    }

    private void guardedBeat() {
        try {
            beat();
        } catch (RuntimeException e) { // a task that throws would not be run again
            LOG.error("The fleet's thread met a fault", e);
        }
    }

    /** Sends what has waited long enough, and gives up where no replica has been ready for too long. */
    private void beat() {
        if (waiting.isEmpty() || anyReady()) {
            lastReady = System.nanoTime();
        }
        if (System.nanoTime() - lastReady > limits.down().toNanos()) {
            String problem = "no replica was ready for " + limits.down().toSeconds()
                    + " s (backend.config.downSeconds): " + problems();
            waiting.forEach(ticket -> ticket.answer.completeExceptionally(new IllegalStateException(problem)));
            waiting.clear();
        }
        dispatch();
    }

    private String problems() {
        return replicas.stream().map(Replica::toString).collect(Collectors.joining("; "));
    }

    private void dispatch() {
        Published now = weights;
        if (now == null) {
            return;
        }
        for (Iterator<Ticket> each = waiting.iterator(); each.hasNext(); ) {
            Ticket ticket = each.next();
            if (ticket.answer.isDone()) { // cancelled
                each.remove();
            } else if (ticket.notBefore - System.nanoTime() <= 0) {
                Optional<Replica> free = free(ticket);
                if (free.isEmpty()) {
                    return;
                }
                each.remove();
                send(ticket, free.get(), now);
            }
        }
    }

    /** The ready replica with the fewest open requests; the one that failed last only where it is the only one. */
    private Optional<Replica> free(Ticket ticket) {
        return replicas.stream()
                .filter(replica -> replica.ready && replica.open < limits.concurrency())
                .min(Comparator.comparing((Replica replica) -> replica == ticket.last)
                        .thenComparingInt(replica -> replica.open)
                        .thenComparingInt(replica -> replica.number));
    }

    private void send(Ticket ticket, Replica replica, Published now) {
        replica.open++;
        ticket.attempts++;
        long sent = System.nanoTime();
        Dialect.Call call = replica.dialect.call(ticket.request, now, ticket.id + "-" + ticket.attempts);
        CompletableFuture<String> exchange = replica.server.post(call.path(), call.body(), limits.attempt());
        ticket.answer.whenComplete((generation, problem) -> exchange.cancel(true)); // where it is given up
        exchange.thenApplyAsync(text -> read(ticket, replica, now, text), calls)
                .whenCompleteAsync((generation, problem) -> arrived(ticket, replica, sent, generation, problem), loop);
    }

    /** Reads an answer, on a thread that may block: some servers must be asked which weights wrote it. */
    private Generation read(Ticket ticket, Replica replica, Published now, String text) {
        SamplingParams params = ticket.request.params();
        try {
            Reply reply =
                    replica.dialect.reply(text, ticket.request, now).checked(params.maxTokens(), now.vocabulary());
            boolean newest =
                    reply.label().isPresent() ? reply.label().get().equals(now.label()) : replica.dialect.holds(now);
            if (!newest) {
                throw new ServerFailure(
                        Kind.STALE,
                        "it wrote with the weights '" + reply.label().orElse("of another start") + "', expected '"
                                + now.label() + "'");
            }
            Reply ended = reply.endingAt(params.stopIds());
            boolean full = ended.tokens().length == params.maxTokens()
                    && !params.stopIds().contains(ended.tokens()[ended.tokens().length - 1]);
            return Generation.of(
                    ended.tokens(),
                    ended.logprobs(),
                    ended.sampledLogprobs(),
                    full ? Finish.LENGTH : Finish.STOP,
                    now.version());
        } catch (ServerFailure e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void arrived(
            Ticket ticket, Replica replica, long sent, @Nullable Generation generation, @Nullable Throwable problem) {
        replica.open--;
        if (ticket.answer.isDone()) { // cancelled
            dispatch();
            return;
        }
        if (generation != null) {
            replica.answered();
            replica.count(metrics, generation, System.nanoTime() - sent);
            ticket.answer.complete(generation);
        } else {
            ServerFailure failure = ServerConnection.failure(problem == null ? new IllegalStateException() : problem);
            failed(ticket, replica, ofAdapters(failure));
        }
        dispatch();
    }

    /** A server that was restarted has no adapters, and says in some way that it does not know their name. */
    private ServerFailure ofAdapters(ServerFailure failure) {
        Published now = weights;
        return failure.kind() == Kind.REFUSED && now != null && now.adapter()
                ? new ServerFailure(Kind.STALE, String.valueOf(failure.getMessage()))
                : failure;
    }

    private void failed(Ticket ticket, Replica replica, ServerFailure failure) {
        metrics.add("fleet/" + Replica.metric(failure.kind()), 1);
        metrics.add(replica.metric("failures"), 1);
        if (replica.failed(failure) && replica.out(String.valueOf(failure.getMessage()))) {
            LOG.warn("{} is out until it is checked: {}", replica.server, failure.getMessage());
            check(replica, failure.kind() == Kind.GARBAGE ? limits.check() : Duration.ZERO);
        }
        boolean full = failure.kind() == Kind.BUSY;
        boolean over = full ? ticket.busyLonger(limits.down()) : ticket.failedMoreOften(limits.retries());
        if (failure.kind() == Kind.REFUSED || over) {
            ticket.answer.completeExceptionally(new IllegalStateException(replica.server + " failed after "
                    + ticket.attempts + " attempts in all"
                    + (full ? ", busy for " + limits.down().toSeconds() + " s (backend.config.downSeconds)" : "")
                    + ": " + failure.getMessage()));
            return;
        }
        metrics.add("fleet/retries", 1);
        metrics.add(replica.metric("retries"), 1);
        ticket.last = replica;
        double seconds = full ? Math.scalb(FIRST_WAIT_SECONDS, Math.min(ticket.attempts, 8)) : 0;
        long nanos = Math.max(
                Math.min((long) (seconds * 1e9), LONGEST_WAIT.toNanos()),
                failure.wait(LONGEST_WAIT).orElse(Duration.ZERO).toNanos());
        ticket.notBefore = System.nanoTime() + nanos;
        waiting.addFirst(ticket);
    }

    /** Brings a replica to the newest weights, after a pause, and again until it has them. */
    private void check(Replica replica, Duration pause) {
        if (!replica.checking) {
            replica.checking = true;
            loop.schedule(() -> begin(replica), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void begin(Replica replica) {
        Published now = weights;
        if (now != null) {
            CompletableFuture.supplyAsync(() -> bring(replica, now), calls)
                    .exceptionally(fault -> Optional.of(new ServerFailure(Kind.GARBAGE, "a fault: " + fault)))
                    .thenAcceptAsync(problem -> checked(replica, now, problem), loop);
        }
    }

    /**
     * Publishes weights where they are not held; returns what went wrong. The server is asked again what it can do: it may have been
     * started since, in another way.
     */
    private Optional<ServerFailure> bring(Replica replica, Published now) {
        try {
            if (!replica.dialect.probe().atTemperature() && atTemperature) {
                return Optional.of(new ServerFailure(
                        Kind.REFUSED,
                        "its log-probabilities are those at temperature 1, but other replicas give them at the"
                                + " request's: start it as those, vLLM with --logprobs-mode processed_logprobs"));
            }
            if (!replica.dialect.holds(now)) {
                replica.dialect.publish(now);
            }
            return Optional.empty();
        } catch (ServerFailure e) {
            return Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void checked(Replica replica, Published tried, Optional<ServerFailure> problem) {
        replica.checking = false;
        if (tried != weights) { // newer ones came meanwhile
            check(replica, Duration.ZERO);
            return;
        }
        replica.refuses = problem.isPresent() && problem.get().kind() == Kind.REFUSED;
        if (problem.isEmpty()) {
            replica.ready = true;
            replica.answered();
            metrics.mean(replica.metric("version"), tried.version());
            if (!updated.isDone()) {
                others();
            }
        } else {
            String wrong = String.valueOf(problem.get().getMessage());
            if (replica.refuses && !wrong.equals(replica.problem)) {
                LOG.warn("{} is out until it is started otherwise: {}", replica.server, wrong);
            }
            replica.problem = wrong;
            check(replica, limits.check());
        }
        replica.awaited = false;
        if (replicas.stream().noneMatch(other -> other.awaited) && anyReady()) {
            updated.complete("");
        } else if (replicas.stream().allMatch(other -> !other.awaited && other.refuses)) {
            updated.complete("No replica takes over version " + tried.version() + " of the weights: " + problems());
        }
        dispatch();
    }

    /**
     * Waits for the other replicas as long again as the first one took, so that it does not get all requests of a batch, but not
     * beyond the deadline of updates.
     */
    private void others() {
        CompletableFuture<String> current = updated;
        long taken = System.nanoTime() - updateBegan;
        long left = limits.update().minus(MARGIN).toNanos() - taken;
        loop.schedule(
                () -> current.complete(""),
                Math.min(taken, left),
                TimeUnit.NANOSECONDS); // at once where it is negative
    }

    /** Number of ready replicas, of any moment; for metrics. */
    public long ready() {
        return replicas.stream().filter(replica -> replica.ready).count();
    }

    @Override
    public void close() {
        loop.shutdownNow();
        calls.shutdownNow();
    }
}
