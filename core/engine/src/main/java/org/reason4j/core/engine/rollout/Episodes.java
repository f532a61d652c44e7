package org.reason4j.core.engine.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.deadline.DeadlinePool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The episodes of an environment: their calls run on threads of their own, each with a deadline. */
final class Episodes implements Dialogue.Calls, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Episodes.class);

    /** For a call to return after it was interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Environment environment;
    private final Tokenizer tokenizer;
    private final int maxTurns;
    private final Duration deadline;
    private final DeadlinePool pool;
    private final List<Dialogue> open = new ArrayList<>();
    private final List<CompletableFuture<?>> closing = new ArrayList<>();
    private boolean logged;

    /**
     * Prepares threads.
     *
     * @param threads calls at a time
     */
    Episodes(Environment environment, Tokenizer tokenizer, int maxTurns, Duration deadline, int threads) {
        this.environment = environment;
        this.tokenizer = tokenizer;
        this.maxTurns = maxTurns;
        this.deadline = deadline;
        pool = new DeadlinePool(threads, GRACE);
    }

    /** Strings that end a turn. */
    List<String> stop() {
        return environment.stop();
    }

    int maxTurns() {
        return maxTurns;
    }

    /** Begins an episode. */
    Dialogue begin(Prompt prompt, int sample) {
        Dialogue dialogue = new Dialogue(
                this,
                "'" + prompt.id() + "', sample " + sample,
                () -> Objects.requireNonNull(environment.begin(prompt, sample), "begin returned null"));
        open.add(dialogue);
        return dialogue;
    }

    /** Ends an episode as soon as its last call has ended. */
    void end(Dialogue dialogue) {
        open.remove(dialogue);
        closing.removeIf(CompletableFuture::isDone);
        closing.add(dialogue.close());
    }

    @Override
    public Dialogue.Answer encoded(TurnResult reply) {
        if (!Float.isFinite((float) reply.reward())) {
            throw new IllegalArgumentException("a turn's reward must fit into 32 bits, got " + reply.reward());
        }
        int[] tokens =
                reply instanceof TurnResult.Observation observation ? tokenizer.encode(observation.text()) : new int[0];
        return new Dialogue.Answer(reply, tokens);
    }

    @Override
    public <T> CompletableFuture<T> call(String name, Callable<T> call) {
        return pool.submit("environment: " + name, deadline, () -> {
                    try {
                        return call.call();
                    } catch (Exception e) { // checked ones, too, complete the future
                        throw new CompletionException(e);
                    }
                })
                .thenApply(ended -> ended.value().orElseThrow(() -> new Dialogue.Late(deadline)));
    }

    @Override
    public void logFailure(String name, Throwable cause) {
        if (logged) {
            LOG.warn("The environment failed for {}: {}", name, cause.toString());
        } else {
            logged = true;
            LOG.warn("The environment failed for {}", name, cause);
        }
    }

    /** Waits until one of some dialogues has its answer, or a second has passed; not at all if there are none. */
    static void awaitAny(List<Dialogue> dialogues) {
        if (dialogues.isEmpty()) {
            return;
        }
        CompletableFuture<?>[] answers =
                dialogues.stream().map(Dialogue::pending).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.anyOf(answers).get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.trace("not yet, or a failure that its dialogue reports", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the environment answered", e);
        }
    }

    /** Ends all episodes, waits for that as long as deadlines allow, and gives the threads back. */
    @Override
    public void close() {
        List.copyOf(open).forEach(this::end);
        Duration longest = deadline.plus(GRACE).multipliedBy(3); // a call, a late close, and waiting for a thread
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture<?>[]::new))
                    .get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Not all episodes were closed within {}", longest, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted before all episodes were closed");
        } finally {
            pool.close();
        }
    }
}
