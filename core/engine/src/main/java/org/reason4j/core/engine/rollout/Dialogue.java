package org.reason4j.core.engine.rollout;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.formats.secret.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One episode: its calls come one after the other, each when the last one has ended. */
final class Dialogue {

    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

    private final Calls calls;
    private final String name;
    private CompletableFuture<Optional<Answer>> last;
    private @Nullable Episode episode; // guarded by this
    private boolean closed; // guarded by this

    /** Means of the calls: threads, encoding, log. */
    interface Calls {

        /** Runs a call on a thread of its own. Its future fails with a {@link Late} if the call misses the deadline. */
        <T> CompletableFuture<T> call(String name, Callable<T> call);

        /** Checks and encodes a reply. */
        Answer encoded(TurnResult reply);

        /** Logs a failure, the first one with its stack trace; further ones are likely to be the same. */
        void logFailure(String name, Throwable cause);
    }

    /** A reply, and the tokens of its text where it has one. */
    record Answer(TurnResult reply, int[] tokens) {}

    /** The environment did not answer in time. */
    static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1;

        Late(Duration deadline) {
            super("no answer within " + deadline.toMillis() / 1000.0 + " s (rollout.turnSeconds)");
        }
    }

    /** Begins the episode. */
    Dialogue(Calls calls, String name, Callable<Episode> begin) {
        this.calls = calls;
        this.name = name;
        last = calls.call(name, () -> {
            open(begin.call());
            return Optional.empty();
        });
    }

    private void open(Episode begun) {
        boolean late;
        synchronized (this) {
            late = closed;
            episode = begun;
        }
        if (late) { // the response that began it has ended
            try {
                begun.close();
            } catch (RuntimeException e) {
                LOG.warn("The episode of {}, which began too late, could not be closed", name, e);
            }
        }
    }

    /** Tells the episode what it was told before in another one. */
    void repeat(String turn) {
        last = last.thenCompose(before -> calls.call(name, () -> {
            if (episode().answer(turn) instanceof TurnResult.Done) {
                throw new IllegalStateException("it ended with a turn after which another episode went on");
            }
            return Optional.empty();
        }));
    }

    /** Asks for an answer to a turn. */
    void say(String turn) {
        last = last.thenCompose(before -> calls.call(
                name,
                () -> Optional.of(
                        calls.encoded(Objects.requireNonNull(episode().answer(turn), "answer returned null")))));
    }

    private synchronized Episode episode() {
        if (closed || episode == null) {
            throw new CancellationException("the response has ended");
        }
        return episode;
    }

    /** Done when the episode has begun and has answered all it was told, with the last answer; or fails. */
    CompletableFuture<Optional<Answer>> pending() {
        return last;
    }

    /**
     * Says how a call failed.
     *
     * @throws PluginException if the environment's code does not link: that concerns every response, and ends the run
     */
    String failure(RuntimeException e) {
        Throwable cause = e;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof PluginException broken && broken.getCause() instanceof LinkageError) {
            throw broken;
        }
        cause = Faults.presentable(cause);
        calls.logFailure(name, cause);
        return Secrets.hide("environment: " + (cause instanceof Late ? cause.getMessage() : cause));
    }

    /** Closes the episode after its current call; returns when that is done, however it goes. */
    CompletableFuture<?> close() {
        return last.handle((value, problem) -> hasEnded())
                .thenCompose(begun -> begun.isEmpty()
                        ? CompletableFuture.completedFuture(true)
                        : calls.call(name, () -> {
                            begun.get().close();
                            return true;
                        }))
                .exceptionally(e -> {
                    LOG.warn("The episode of {} could not be closed; its trajectory stands", name, e);
                    return false;
                });
    }

    private synchronized Optional<Episode> hasEnded() {
        closed = true;
        return Optional.ofNullable(episode);
    }
}
