package org.reason4j.trackers.mlflow;

import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of numbers to one run on the server: in order, none twice, and none lost. What the server does not take is in the
 * outbox's file before a call returns.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final MlflowConfig config;
    private final MlflowServer server;
    private final Outbox outbox;
    private final Attempts attempts;
    private final String run;
    private final Map<String, String> settings;
    private Optional<RecordedRun> recorded =
            Optional.empty(); // by earlier processes; unknown until the server was asked
    private int failures; // in a row
    private long nextAttempt = System.nanoTime();

    /**
     * A way to a run.
     *
     * @param run its id
     * @param settings parameters that it is to have
     */
    Delivery(MlflowConfig config, MlflowServer server, Outbox outbox, String run, Map<String, String> settings) {
        this.config = config;
        this.server = server;
        this.outbox = outbox;
        this.attempts = new Attempts(config);
        this.run = run;
        this.settings = settings;
    }

    /** Takes the numbers of a step, and sends them with those that wait if it is time to. */
    void send(Map<String, Double> numbers, long step, long now) {
        outbox.add(Batches.ofMetrics(run, numbers, step, now));
        if (config.onFailure() == OnFailure.STOP) {
            deliver(Duration.ofDays(1));
        } else if (failures == 0 || System.nanoTime() - nextAttempt >= 0) {
            deliverOnce();
        } else {
            outbox.keep();
        }
    }

    /** Sends what waits, with further attempts. */
    void flush() {
        deliver(Duration.ofSeconds(10)); // the run waits
    }

    private void deliver(Duration most) {
        try {
            attempts.patiently(this::all, most);
        } catch (MlflowFailure e) {
            failed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void deliverOnce() {
        try {
            all();
        } catch (MlflowFailure e) {
            failed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean all() throws MlflowFailure, InterruptedException {
        RecordedRun known = connected();
        for (JsonObject batch = outbox.first(); batch != null; batch = outbox.first()) {
            deliver(batch, known);
        }
        if (failures > 0) {
            LOG.warn("{} answers again; all numbers of the run are there.", server.address());
        }
        failures = 0;
        return true;
    }

    private void deliver(JsonObject batch, RecordedRun known) throws MlflowFailure, InterruptedException {
        JsonObject rest = Batches.runOf(batch).equals(run)
                ? Batches.only(
                        batch,
                        metric -> !known.has(
                                metric.get("key").getAsString(),
                                metric.get("step").getAsLong()))
                : batch;
        try {
            if (Batches.sizeOf(rest) > 0) {
                server.log(rest);
            }
            outbox.taken();
        } catch (MlflowFailure e) {
            if (e.isPassing()) {
                throw e;
            }
            refused(e);
        }
    }

    private void refused(MlflowFailure failure) {
        outbox.refused();
        String told = "MLflow refuses numbers of a step: " + failure.getMessage() + ". They are kept in "
                + outbox.refusedFile() + ".";
        if (config.onFailure() == OnFailure.STOP) {
            outbox.keep();
            throw new UncheckedIOException(told, failure);
        }
        LOG.warn("{} The run goes on.", told);
    }

    /** What the server has of the run; a resumed run is running there again, and gets settings that it lacks. */
    private RecordedRun connected() throws MlflowFailure, InterruptedException {
        if (recorded.isEmpty()) {
            RecordedRun found = server.run(run);
            server.status(run, "RUNNING", OptionalLong.empty());
            log(found);
            recorded = Optional.of(found);
        }
        return recorded.get();
    }

    /** Sends the settings that the server does not have: a parameter never changes there. */
    private void log(RecordedRun found) throws MlflowFailure, InterruptedException {
        Map<String, String> missing = new LinkedHashMap<>(settings);
        missing.keySet().removeIf(path -> found.params().contains(MlflowKey.of(path)));
        for (JsonObject batch : Batches.ofParams(run, missing)) {
            try {
                server.log(batch);
            } catch (MlflowFailure e) {
                if (e.isPassing()) {
                    throw e;
                }
                LOG.warn("MLflow refuses settings as parameters, which recipe.resolved.yaml has: {}", e.getMessage());
            }
        }
    }

    private void failed(MlflowFailure failure) {
        outbox.keep();
        failures++;
        nextAttempt = System.nanoTime() + attempts.waitAfter(failures).toNanos();
        String told = "MLflow does not take numbers: " + failure.getMessage() + ". " + outbox.metrics()
                + " of them are kept in " + outbox.file();
        if (config.onFailure() == OnFailure.STOP) {
            throw new UncheckedIOException(told + "; a resumed run sends them.", failure);
        }
        if (failures == 1) {
            LOG.warn("{} and sent as soon as it answers. The run goes on.", told);
        }
    }

    private IllegalStateException interrupted(InterruptedException e) {
        outbox.keep();
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while " + server.address() + " was asked", e);
    }

    /** Says how the run is, and what the server still lacks. */
    void end(String status, long now) {
        flush();
        try {
            attempts.patiently(
                    () -> {
                        server.status(run, status, OptionalLong.of(now));
                        return true;
                    },
                    Duration.ofSeconds(10));
        } catch (MlflowFailure e) {
            failed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (outbox.first() != null) {
            LOG.warn(
                    "{} metrics are not on {}. {} has them, one body of runs/log-batch a line; a resumed run sends them.",
                    outbox.metrics(),
                    server.address(),
                    outbox.file());
        }
    }
}
