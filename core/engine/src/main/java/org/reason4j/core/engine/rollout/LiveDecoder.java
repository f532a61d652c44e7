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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;

/**
 * Writes responses to requests that arrive at any time: a new one joins those that are being decoded.
 *
 * <p>A thread of its own decodes; nobody else may use the model until {@link #close} has returned. A trajectory is the one
 * that a {@link Decoder} of the same seed writes at step 0, whatever is decoded beside it. Between requests no memory is
 * held. Safe for use by many threads.
 */
public final class LiveDecoder implements AutoCloseable {

    /** A stretch of the largest models ends long before. */
    private static final Duration LONGEST_STRETCH = Duration.ofMinutes(2);

    /** How often an idle decoder looks whether it was closed. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final int slots;
    private final long seed;
    private final BlockingQueue<Ticket> arriving = new LinkedBlockingQueue<>();
    private final Set<Ticket> current = new LinkedHashSet<>(); // of the worker alone, as is the schedule
    private Schedule schedule;
    private final Thread worker;
    private boolean closed; // guarded by this

    /**
     * Starts the thread.
     *
     * @param slots most responses decoded together; further ones wait
     * @param seed with prompt id, sample and position it fixes every draw
     */
    public LiveDecoder(LanguageModel model, Tokenizer tokenizer, int slots, long seed) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.slots = slots;
        this.seed = seed;
        schedule = new Schedule(model, slots);
        worker = new Thread(this::work, "live-decoder");
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Hears of one response, on the decoder's thread: a method returns at once, or everybody waits. What it throws ends its
     * own response, as failed. A response that is cancelled or fails has no last call; {@link Ticket#await} says what happened.
     */
    public interface Listener {

        /** Hears nothing. */
        Listener NONE = new Listener() {};

        /**
         * The policy wrote tokens that follow those of the last call, the last ones of the response included.
         *
         * @param tokens at least one
         * @param logprobs their log-probabilities under the model, at the request's temperature
         */
        default void written(int[] tokens, float[] logprobs) {}

        /** The response is complete. */
        default void finished(Trajectory trajectory) {}
    }

    /** A request that was submitted. */
    public final class Ticket {

        private final Response response;
        private final Listener listener;
        private final CompletableFuture<Trajectory> end = new CompletableFuture<>();
        private int told; // response tokens that the listener knows

        private Ticket(Response response, Listener listener) {
            this.response = response;
            this.listener = listener;
            told = response.length();
        }

        /** Gives the response up, at the end of the current stretch. Without effect on one that has ended. */
        public void cancel() {
            end.cancel(false);
        }

        /**
         * Waits for the trajectory.
         *
         * @throws TimeoutException if it is not complete by then; it goes on, and may be waited for again or cancelled
         * @throws CancellationException if it was cancelled, or the decoder was closed
         * @throws IllegalStateException if decoding or the listener failed
         */
        public Trajectory await(Duration longest) throws InterruptedException, TimeoutException {
            try {
                return end.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("The response could not be written: " + e.getCause(), e.getCause());
            }
        }

        /** Tells what is new, on the worker's thread. */
        private void report() {
            try {
                int length = response.length();
                if (length > told) {
                    listener.written(response.tokens(told, length), response.logprobs(told, length));
                    told = length;
                }
                if (response.finished()) {
                    Trajectory trajectory = response.trajectory(model.version());
                    listener.finished(trajectory);
                    end.complete(trajectory);
                }
            } catch (RuntimeException e) { // whoever awaits the ticket is told
                end.completeExceptionally(e);
            }
        }
    }

    /**
     * Queues a request.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it can't fit into the model's positions
     * @throws IllegalStateException if the decoder is closed
     */
    public Ticket submit(RolloutRequest request, Listener listener) {
        long key = Draws.key(seed, 0, request.prompt().id(), request.sample());
        Response response = new Response(request, key, tokenizer, Optional.empty(), Optional.empty());
        check(
                response.longest() <= model.config().maxPositions(),
                "A prompt of %s tokens with a response of up to %s exceeds the %s positions of %s. Ask for a shorter response.",
                request.prompt().tokens().length,
                response.longest() - request.prompt().tokens().length,
                model.config().maxPositions(),
                model.config().source());
        Ticket ticket = new Ticket(response, listener);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the decoder is closed");
            }
            arriving.add(ticket);
        }
        return ticket;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void work() {
        try {
            while (!isClosed()) {
                admit();
                if (!schedule.isEmpty()) {
                    stretch();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** Takes what has arrived, waiting a while where nothing else is to be done, and lets cancelled requests go. */
    private void admit() throws InterruptedException {
        List<Ticket> tickets = new ArrayList<>();
        @Nullable Ticket first = current.isEmpty() ? arriving.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS) : null;
        if (first != null) {
            tickets.add(first);
        }
        arriving.drainTo(tickets);
        for (Ticket ticket : tickets) {
            current.add(ticket);
            schedule.add(ticket.response);
        }
        forgetEnded();
    }

    private void forgetEnded() {
        for (Iterator<Ticket> each = current.iterator(); each.hasNext(); ) {
            Ticket ticket = each.next();
            if (ticket.end.isDone()) {
                schedule.remove(ticket.response);
                each.remove();
            }
        }
    }

    private void stretch() {
        try {
            schedule.advance();
            current.forEach(Ticket::report);
        } catch (RuntimeException | Error e) { // everybody who waits is told, and later requests find a fresh start
            current.forEach(ticket -> ticket.end.completeExceptionally(e));
            schedule.close();
            schedule = new Schedule(model, slots);
        }
        forgetEnded();
    }

    private void end() {
        schedule.close();
        arriving.drainTo(current);
        current.forEach(Ticket::cancel);
    }

    /** Cancels what is unfinished and waits for the thread, which leaves after the current stretch. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            worker.join(LONGEST_STRETCH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker.isAlive()) {
            throw new IllegalStateException("The decoder's thread did not leave within " + LONGEST_STRETCH.toSeconds()
                    + " s; the model must stay open");
        }
    }
}
