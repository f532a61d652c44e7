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
import org.reason4j.core.engine.serve.weights.ServedModels;
import org.reason4j.core.engine.serve.weights.ServerCounters;
import org.reason4j.core.formats.huggingface.SequenceTokenizer;

/**
 * Has requests decoded and writes their answers, whole or piece by piece.
 *
 * <p>The decoder hands its tokens over and goes on: it never waits for a client. While a client waits, something is sent every
 * second, so that one that has gone or takes nothing is noticed and its responses are given up.
 */
final class Completions {

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final ServedModels models;
    private final SequenceTokenizer tokenizer;
    private final ServerCounters counters = new ServerCounters();
    private final int most;
    private final Semaphore room;
    private final Duration longest;
    private final Clock clock = Clock.systemUTC();
    private final AtomicLong requests = new AtomicLong();

    Completions(ServedModels models, SequenceTokenizer tokenizer, ServerLimits limits) {
        this.models = models;
        this.tokenizer = tokenizer;
        most = limits.responses();
        room = new Semaphore(most);
        longest = limits.answer();
    }

    /** Number of responses that could be written or wait in addition to those that are. */
    int room() {
        return room.availablePermits();
    }

    /** What was done so far, as Prometheus reads it. */
    String metrics() {
        return counters.text(models, most - room());
    }

    /**
     * Answers a request.
     *
     * @throws ApiError if it cannot be taken now, or takes too long
     * @throws IOException if the client has gone
     */
    void answer(CompletionRequest request, ResponseWriter response) throws ApiError, IOException, InterruptedException {
        boolean answered = false;
        try (ServedModels.Lease model = lease(request.model())) {
            if (request.scoring().isPresent()) {
                score(request, request.scoring().get(), model, response);
            } else {
                write(request, model, response);
            }
            answered = true;
        } finally {
            if (!answered) {
                counters.refused();
            }
        }
    }

    private ServedModels.Lease lease(String name) throws ApiError {
        return models.lease(name).orElseThrow(() -> {
            List<String> there = models.names();
            return there.contains(name) ? ApiError.paused() : RequestReader.noModel(name, there);
        });
    }

    private void write(CompletionRequest request, ServedModels.Lease model, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        int wanted = request.responses().size();
        if (!room.tryAcquire(wanted)) {
            throw ApiError.busy("Too many responses are being written or wait; try again later.");
        }
        try (PendingResponses pending = submit(request, model.decoder())) {
            Answers answers = answers(request, model);
            List<Trajectory> responses = request.stream()
                    ? stream(request, pending, answers, response)
                    : whole(request, pending, answers, model.decoder(), response);
            counters.answered(wanted, answers.read(), answers.written(responses));
        } finally {
            room.release(wanted);
        }
    }

    private Answers answers(CompletionRequest request, ServedModels.Lease model) {
        return new Answers(
                request, tokenizer, requests.incrementAndGet(), model.name(), model.version(), clock.millis() / 1000);
    }

    /** Answers a request for the log-probabilities of prompts. */
    private void score(
            CompletionRequest request, PromptScoring scoring, ServedModels.Lease model, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        int wanted = scoring.prompts().size();
        if (!room.tryAcquire(wanted)) {
            throw ApiError.busy("Too many responses are being written or wait; try again later.");
        }
        List<Future<RowScores>> passes = new ArrayList<>();
        try {
            for (Prompt prompt : scoring.prompts()) {
                passes.add(submit(scoring, prompt, model.decoder()));
            }
            List<RowScores> scores = await(passes, response);
            response.json(200, answers(request, model).scored(new ScoredPrompts(scoring, tokenizer), scores));
            counters.answered(
                    0, scoring.prompts().stream().mapToLong(Prompt::length).sum(), 0);
        } finally {
            passes.forEach(pass -> pass.cancel(false));
            room.release(wanted);
        }
    }

    private static Future<RowScores> submit(PromptScoring scoring, Prompt prompt, LiveDecoder decoder) throws ApiError {
        try {
            return decoder.score(scoring.rows(prompt), scoring.options());
        } catch (IllegalStateException e) {
            throw decoder.failure().map(ApiError::ended).orElseGet(ApiError::closing);
        }
    }

    private List<RowScores> await(List<Future<RowScores>> passes, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        List<RowScores> scores = new ArrayList<>();
        long end = System.nanoTime() + longest.toNanos();
        for (Future<RowScores> pass : passes) {
            scores.add(await(pass, end, response));
        }
        return scores;
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

    private PendingResponses submit(CompletionRequest request, LiveDecoder decoder) throws ApiError {
        try {
            return new PendingResponses(
                    decoder, request.responses(), request.details().key(), longest);
        } catch (ConfigException e) {
            throw ApiError.invalid(null, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw decoder.failure().map(ApiError::ended).orElseGet(ApiError::closing);
        }
    }

    private List<Trajectory> whole(
            CompletionRequest request,
            PendingResponses pending,
            Answers answers,
            LiveDecoder decoder,
            ResponseWriter response)
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
        List<Trajectory> responses = written(complete);
        List<RowScores> scores = request.details().scores() ? scores(request, responses, decoder, response) : List.of();
        response.json(200, answers.whole(responses, scores));
        return responses;
    }

    /** Scores prompts with their responses, for the most likely tokens at each position. */
    private List<RowScores> scores(
            CompletionRequest request, List<Trajectory> responses, LiveDecoder decoder, ResponseWriter response)
            throws ApiError, IOException, InterruptedException {
        List<Future<RowScores>> passes = new ArrayList<>();
        try {
            for (int i = 0; i < responses.size(); i++) {
                Trajectory written = responses.get(i);
                PromptScoring scoring =
                        request.details().scoring(written.prompt(), written.response(), written.temperature());
                passes.add(submit(scoring, scoring.prompts().get(0), decoder));
            }
            return await(passes, response);
        } finally {
            passes.forEach(pass -> pass.cancel(false));
        }
    }

    private List<Trajectory> stream(
            CompletionRequest request, PendingResponses pending, Answers answers, ResponseWriter response)
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
        return written(complete);
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
