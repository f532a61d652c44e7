package org.reason4j.core.engine.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.rollout.LiveDecoder;

/** Responses to one request while they are being written. Closing cancels those that are not complete. */
final class PendingResponses implements AutoCloseable {

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<LiveDecoder.Ticket> tickets = new ArrayList<>();
    private final Duration longest;
    private final long end; // System.nanoTime

    /**
     * New tokens of a response, or its end.
     *
     * @param choice number of the response
     * @param tokens tokens that were written, with {@code logprobs}; none at the end
     * @param complete the response, at the end
     */
    record Event(int choice, int[] tokens, float[] logprobs, Optional<Trajectory> complete) {}

    /**
     * Submits the requests.
     *
     * @param key of the draws of all of them, in place of their own
     * @param longest time until all of them must be complete
     */
    PendingResponses(LiveDecoder decoder, List<RolloutRequest> responses, Optional<Long> key, Duration longest) {
        this.longest = longest;
        end = System.nanoTime() + longest.toNanos();
        try {
            for (RolloutRequest response : responses) {
                LiveDecoder.Listener listener = listener(tickets.size());
                tickets.add(
                        key.isPresent()
                                ? decoder.submit(response, key.get(), listener)
                                : decoder.submit(response, listener));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private LiveDecoder.Listener listener(int choice) {
        return new LiveDecoder.Listener() {
            @Override
            public void written(int[] tokens, float[] logprobs) {
                events.add(new Event(choice, tokens, logprobs, Optional.empty()));
            }

            @Override
            public void finished(Trajectory trajectory) {
                events.add(new Event(choice, new int[0], new float[0], Optional.of(trajectory)));
            }
        };
    }

    /**
     * Returns the next event; empty if there is none in time.
     *
     * @throws ApiError if the responses take too long
     * @throws java.util.concurrent.CancellationException if the decoder was closed
     * @throws IllegalStateException if decoding failed
     */
    Optional<Event> next(Duration wait) throws ApiError, InterruptedException {
        if (System.nanoTime() - end > 0) {
            throw ApiError.late("The responses were not complete within " + longest.toSeconds() + " seconds.");
        }
        Event event = events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (event == null) {
            tickets.forEach(PendingResponses::throwIfFailed);
        }
        return Optional.ofNullable(event);
    }

    private static void throwIfFailed(LiveDecoder.Ticket ticket) {
        try {
            ticket.await(Duration.ZERO);
        } catch (TimeoutException e) {
            return; // it goes on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        tickets.forEach(LiveDecoder.Ticket::cancel);
    }
}
