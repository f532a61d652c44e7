package org.reason4j.core.engine.serve;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.rollout.LiveDecoder;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/**
 * Has requests decoded and writes their answers, whole or piece by piece.
 *
 * <p>The decoder hands its tokens over and goes on: it never waits for a client. While a client waits, something is sent every
 * second, so that one that has gone or takes nothing is noticed and its responses are given up.
 */
final class Completions {

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final String name;
    private final SequenceTokenizer tokenizer;
    private final LiveDecoder decoder;
    private final Semaphore room;
    private final Duration longest;
    private final Clock clock = Clock.systemUTC();
    private final AtomicLong requests = new AtomicLong();

    Completions(String name, SequenceTokenizer tokenizer, LiveDecoder decoder, ServerLimits limits) {
        this.name = name;
        this.tokenizer = tokenizer;
        this.decoder = decoder;
        room = new Semaphore(limits.responses());
        longest = limits.answer();
    }

    /** Number of responses that could be written or wait in addition to those that are. */
    int room() {
        return room.availablePermits();
    }

    /** Cause of the decoder's end, after which nothing can be answered. */
    Optional<Throwable> failure() {
        return decoder.failure();
    }

    /**
     * Answers a request.
     *
     * @throws ApiError if it cannot be taken now, or takes too long
     * @throws IOException if the client has gone
     */
    void answer(CompletionRequest request, ResponseWriter response) throws ApiError, IOException, InterruptedException {
        if (request.scoring().isPresent()) {
            score(request, request.scoring().get(), response);
            return;
        }
        int wanted = request.responses().size();
        if (!room.tryAcquire(wanted)) {
            throw ApiError.busy("Too many responses are being written or wait; try again later.");
        }
        try (PendingResponses pending = submit(request)) {
            Answers answers = new Answers(request, tokenizer, requests.incrementAndGet(), name, clock.millis() / 1000);
            if (request.stream()) {
                stream(request, pending, answers, response);
            } else {
                whole(request, pending, answers, response);
            }
        } finally {
            room.release(wanted);
        }
    }

    /** Answers a request for the log-probabilities of prompts. */
    private void score(CompletionRequest request, PromptScoring scoring, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        int wanted = scoring.prompts().size();
        if (!room.tryAcquire(wanted)) {
            throw ApiError.busy("Too many responses are being written or wait; try again later.");
        }
        List<Future<RowScores>> passes = new ArrayList<>();
        try {
            for (Prompt prompt : scoring.prompts()) {
                passes.add(submit(scoring, prompt));
            }
            List<RowScores> scores = new ArrayList<>();
            long end = System.nanoTime() + longest.toNanos();
            for (Future<RowScores> pass : passes) {
                scores.add(await(pass, end, response));
            }
            Answers answers = new Answers(request, tokenizer, requests.incrementAndGet(), name, clock.millis() / 1000);
            response.json(200, answers.scored(new ScoredPrompts(scoring, tokenizer), scores));
        } finally {
            passes.forEach(pass -> pass.cancel(false));
            room.release(wanted);
        }
    }

    private Future<RowScores> submit(PromptScoring scoring, Prompt prompt) throws ApiError {
        try {
            return decoder.score(scoring.rows(prompt), scoring.options());
        } catch (IllegalStateException e) {
            throw failure().map(ApiError::ended).orElseGet(ApiError::closing);
        }
    }

    private RowScores await(Future<RowScores> pass, long end, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        while (System.nanoTime() - end < 0) {
            try {
                return pass.get(BEAT.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                response.blank(); // and wait on
            } catch (ExecutionException e) {
                throw new IllegalStateException("The prompt could not be scored: " + e.getCause(), e.getCause());
            } catch (CancellationException e) { // the decoder was closed
                throw ApiError.closing();
            }
        }
        throw ApiError.late("The prompts were not scored within " + longest.toSeconds() + " seconds.");
    }

    private PendingResponses submit(CompletionRequest request) throws ApiError {
        try {
            return new PendingResponses(decoder, request.responses(), longest);
        } catch (ConfigException e) {
            throw ApiError.invalid(null, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw failure().map(ApiError::ended).orElseGet(ApiError::closing);
        }
    }

    private static void whole(
            CompletionRequest request, PendingResponses pending, Answers answers, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        List<@Nullable Trajectory> complete = unwritten(request);
        long beat = System.nanoTime() + BEAT.toNanos();
        while (complete.contains(null)) {
            Optional<PendingResponses.Event> event = pending.next(BEAT);
            event.flatMap(PendingResponses.Event::complete)
                    .ifPresent(trajectory -> complete.set(event.get().choice(), trajectory));
            if (System.nanoTime() - beat > 0) {
                response.blank();
                beat = System.nanoTime() + BEAT.toNanos();
            }
        }
        response.json(200, answers.whole(written(complete)));
    }

    private void stream(CompletionRequest request, PendingResponses pending, Answers answers, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        List<@Nullable Trajectory> complete = unwritten(request);
        List<Pieces> pieces = new ArrayList<>();
        for (int choice = 0; choice < complete.size(); choice++) {
            pieces.add(new Pieces(
                    tokenizer, request.responses().get(choice).params().stop()));
            response.event(answers.beginning(choice));
        }
        while (complete.contains(null)) {
            Optional<PendingResponses.Event> next = pending.next(BEAT);
            if (next.isEmpty()) {
                response.comment();
                continue;
            }
            PendingResponses.Event event = next.get();
            int choice = event.choice();
            if (event.complete().isPresent()) {
                Trajectory trajectory = event.complete().get();
                complete.set(choice, trajectory);
                response.event(answers.ending(choice, pieces.get(choice).end(trajectory.text()), trajectory));
            } else {
                String text = pieces.get(choice).add(event.tokens());
                if (!text.isEmpty() || request.logprobs()) {
                    response.event(answers.piece(choice, text, event.tokens(), event.logprobs()));
                }
            }
        }
        if (request.usage()) {
            response.event(answers.streamUsage(written(complete)));
        }
        response.done();
    }

    private static List<@Nullable Trajectory> unwritten(CompletionRequest request) {
        return new ArrayList<>(Collections.nCopies(request.responses().size(), null));
    }

    private static List<Trajectory> written(List<@Nullable Trajectory> complete) {
        return complete.stream()
                .map(trajectory -> Objects.requireNonNull(trajectory, "every response is complete"))
                .toList();
    }
}
