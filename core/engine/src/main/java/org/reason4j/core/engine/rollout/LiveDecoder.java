package org.reason4j.core.engine.rollout;

import static org.reason4j.api.plugin.ConfigException.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TokenRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes responses to requests that arrive at any time: a new one joins those that are being decoded. Between chunks it scores
 * tokens that clients wrote.
 *
 * <p>A thread of its own decodes; while requests are open, nothing else may use the model. A trajectory is the one that a
 * {@link Decoder} of the same seed writes at step 0, whatever is decoded beside it. Between requests no memory is held but that of
 * prompts to be reused. Safe for use by many threads.
 *
 * <p>An exception while decoding ends the responses under way, and later requests start afresh. An {@link Error}, or an
 * exception outside of decoding, ends the decoder: see {@link #failure}.
 */
public final class LiveDecoder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveDecoder.class);

    /** A chunk of the largest models takes much less. */
    private static final Duration LONGEST_CHUNK = Duration.ofMinutes(2);

    /** Interval at which an idle decoder checks for its end. */
    private static final Duration IDLE = Duration.ofMillis(50);

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final int slots;
    private final PromptReuse reuse;
    private final long seed;
    private final Arrivals<Request<?>> arrivals = new Arrivals<>();
    private final Set<Request<?>> current = new LinkedHashSet<>(); // of the worker alone, as is the writer
    private LocalWriter writer;
    private final Thread worker;

    /**
     * Starts the thread.
     *
     * @param slots most responses decoded together; further ones wait
     * @param reuse prompts that stay when no request is open
     * @param seed with prompt id, sample and position it fixes every draw
     */
    public LiveDecoder(LanguageModel model, Tokenizer tokenizer, int slots, PromptReuse reuse, long seed) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.slots = slots;
        this.reuse = reuse;
        this.seed = seed;
        writer = new LocalWriter(model, slots, Optional.empty(), reuse);
        worker = new Thread(this::work, "live-decoder");
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Observes one response, on the decoder's thread: methods must return at once, because all responses wait for them. An
     * exception ends the listener's own response, as failed. A response that is cancelled or fails has no last call; {@link
     * Ticket#await} gives the cause.
     */
    public interface Listener {

        /** Ignores everything. */
        Listener NONE = new Listener() {};

        /**
         * Takes tokens that the policy wrote since the last call, the last ones of the response included.
         *
         * @param tokens at least one
         * @param logprobs their log-probabilities under the model, at the request's temperature
         */
        default void written(int[] tokens, float[] logprobs) {}

        /** Takes the complete response. */
        default void finished(Trajectory trajectory) {}
    }

    /** A request on its way to the worker, whose thread calls all methods but the constructor. */
    private abstract static class Request<T> {

        final CompletableFuture<T> end = new CompletableFuture<>();

        /** Takes it in. */
        abstract void begin();

        /** Reports what a chunk added. */
        void report() {}

        /** Takes it out, once it has ended. */
        void leave() {}
    }

    /** Rows to be scored in one pass, while nothing is decoded. */
    private final class Scoring extends Request<RowScores> {

        private final TokenRows rows;
        private final ScoringOptions wanted;

        Scoring(TokenRows rows, ScoringOptions wanted) {
            this.rows = rows;
            this.wanted = wanted;
        }

        @Override
        void begin() {
            if (!end.isDone()) {
                try {
                    end.complete(model.score(rows, wanted));
                } catch (RuntimeException e) { // who waits rethrows it
                    end.completeExceptionally(e);
                }
            }
        }
    }

    /** A response that was submitted. */
    public final class Ticket {

        private final Writing writing;

        private Ticket(Writing writing) {
            this.writing = writing;
        }

        /** Gives the response up, at the end of the current chunk. Without effect on one that has ended. */
        public void cancel() {
            writing.end.cancel(false);
        }

        /**
         * Waits for the trajectory.
         *
         * @throws TimeoutException if it is not complete by then; the response goes on
         * @throws CancellationException if it was cancelled, or the decoder was closed
         * @throws IllegalStateException if decoding or the listener failed
         */
        public Trajectory await(Duration longest) throws InterruptedException, TimeoutException {
            try {
                return writing.end.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("The response could not be written: " + e.getCause(), e.getCause());
            }
        }

        /** Calls {@code action} with the trajectory or the cause of its absence, on any thread. */
        void whenComplete(BiConsumer<? super @Nullable Trajectory, ? super @Nullable Throwable> action) {
            writing.end.whenComplete(action);
        }
    }

    /** A response that is being written. */
    private final class Writing extends Request<Trajectory> {

        private final Sequence sequence;
        private final Listener listener;
        private int reported; // response tokens

        Writing(Sequence sequence, Listener listener) {
            this.sequence = sequence;
            this.listener = listener;
            reported = sequence.length();
        }

        @Override
        void begin() {
            writer.add(sequence);
        }

        @Override
        void leave() {
            writer.remove(sequence);
        }

        /** Reports new tokens and the end, on the worker's thread. */
        @Override
        void report() {
            try {
                int length = sequence.length();
                if (length > reported) {
                    listener.written(sequence.responseTokens(reported, length), sequence.logprobs(reported, length));
                    reported = length;
                }
                if (sequence.isFinished()) {
                    Trajectory trajectory = sequence.trajectory(model.version());
                    listener.finished(trajectory);
                    end.complete(trajectory);
                }
            } catch (RuntimeException e) { // await rethrows it
                end.completeExceptionally(e);
            }
        }
    }

    /**
     * Queues a request.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it can't fit into the model's positions
     * @throws IllegalStateException if the decoder is closed, or has ended by a failure
     */
    public Ticket submit(RolloutRequest request, Listener listener) {
        return submit(request, Draws.key(seed, 0, request.prompt().id(), request.sample()), listener);
    }

    /** Queues a request whose draws have that key: as the other, and as a {@link Decoder} whose response has it. */
    public Ticket submit(RolloutRequest request, long key, Listener listener) {
        Turns turns = new Turns(tokenizer, Optional.empty(), request.params(), List.of());
        Sequence sequence = new Sequence(request, key, turns, false);
        check(
                sequence.longest() <= model.config().maxPositions(),
                "A prompt of %s tokens with a response of up to %s exceeds the %s positions of %s. Ask for a shorter response.",
                request.prompt().tokens().length,
                sequence.longest() - request.prompt().tokens().length,
                model.config().maxPositions(),
                model.config().source());
        Writing writing = new Writing(sequence, listener);
        arrivals.add(writing);
        return new Ticket(writing);
    }

    /**
     * Queues rows to be scored, in one pass that begins at the end of the current chunk; responses wait for its end.
     *
     * @throws IllegalStateException if the decoder is closed, or has ended by a failure
     */
    public Future<RowScores> score(TokenRows rows, ScoringOptions wanted) {
        Scoring scoring = new Scoring(rows, wanted);
        arrivals.add(scoring);
        return scoring.end;
    }

    /** Cause of the decoder's end; empty while it works, and after {@link #close}. */
    public Optional<Throwable> failure() {
        return arrivals.failure();
    }

    private void work() {
        try {
            while (!arrivals.isClosed()) {
                admit();
                if (!writer.isEmpty()) {
                    chunk();
                }
            }
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (RuntimeException | Error e) { // every open and later request is told
            fail(e);
        }
    }

    /** Queues requests that have arrived, after a short wait where none is open, and removes cancelled ones. */
    private void admit() throws InterruptedException {
        List<Request<?>> arrived = arrivals.take(current.isEmpty() ? IDLE : Duration.ZERO);
        current.addAll(arrived); // before anything can fail
        arrived.forEach(Request::begin);
        removeEnded();
    }

    private void removeEnded() {
        for (Iterator<Request<?>> each = current.iterator(); each.hasNext(); ) {
            Request<?> request = each.next();
            if (request.end.isDone()) {
                request.leave();
                each.remove();
            }
        }
    }

    private void chunk() {
        try {
            writer.advance();
            current.forEach(Request::report);
        } catch (RuntimeException e) { // every response under way fails; later requests get a fresh writer
            current.forEach(request -> request.end.completeExceptionally(e));
            writer.close();
            writer = new LocalWriter(model, slots, Optional.empty(), reuse);
        }
        removeEnded();
    }

    /** Cancels open requests; none can arrive any more. */
    private void end() {
        current.addAll(arrivals.rest());
        current.forEach(request -> request.end.cancel(false));
        writer.close();
    }

    /** Refuses later requests with {@code cause}, and fails open ones. */
    private void fail(Throwable cause) {
        LOG.error("The decoder has ended", cause);
        arrivals.fail(cause);
        current.addAll(arrivals.rest());
        current.forEach(request -> request.end.completeExceptionally(cause));
        try {
            writer.close();
        } catch (RuntimeException e) {
            LOG.error("The decoder's memory could not be freed", e);
        }
    }

    /** Cancels open requests and waits for the thread, which ends after the current chunk. */
    @Override
    public void close() {
        arrivals.close();
        try {
            worker.join(LONGEST_CHUNK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker.isAlive()) {
            throw new IllegalStateException("The decoder's thread did not leave within " + LONGEST_CHUNK.toSeconds()
                    + " s; the model must stay open");
        }
    }

    /** Requests on their way to the thread that serves them. Those that were taken in are served, or among the rest. */
    static final class Arrivals<T> {

        private final BlockingQueue<T> arriving = new LinkedBlockingQueue<>();
        private boolean closed; // guarded by this, as is the next
        private @Nullable Throwable failure;

        /**
         * Takes a request in.
         *
         * @throws IllegalStateException after the end
         */
        synchronized void add(T request) {
            if (closed) {
                throw new IllegalStateException("the decoder is closed");
            }
            if (failure != null) {
                throw new IllegalStateException("the decoder has ended: " + failure, failure);
            }
            arriving.add(request);
        }

        /** Hands out what has arrived; where that is nothing, waits for a request. */
        List<T> take(Duration longest) throws InterruptedException {
            List<T> taken = new ArrayList<>();
            T first = arriving.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            if (first != null) {
                taken.add(first);
                arriving.drainTo(taken);
            }
            return taken;
        }

        synchronized void close() {
            closed = true;
        }

        synchronized boolean isClosed() {
            return closed;
        }

        synchronized void fail(Throwable cause) {
            failure = cause;
        }

        synchronized Optional<Throwable> failure() {
            return Optional.ofNullable(failure);
        }

        /** Takes all requests that wait. Once the decoder has ended, no further ones arrive. */
        List<T> rest() {
            List<T> rest = new ArrayList<>();
            arriving.drainTo(rest);
            return rest;
        }
    }
}
