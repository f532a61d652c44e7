package org.reason4j.trackers.mlflow;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;
import org.reason4j.trackers.record.Measured;
import org.reason4j.trackers.record.OwnFiles;
import org.reason4j.trackers.record.RecipeSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a run on an MLflow tracking server: the recipe's settings as parameters, the metrics of every step, measurements, and
 * how it ended.
 *
 * <p>A resumed run goes on in the same run there, whose id is in the checkpoint and in {@code plugins/trackers/mlflow.id}; a step that
 * the server has is not sent again. What the server does not take is kept in {@code plugins/trackers/mlflow-unsent.jsonl} and sent
 * later. Before its first step a run without a server is refused.
 */
public final class MlflowTracker implements Tracker, Stateful {

    private static final Logger LOG = LoggerFactory.getLogger(MlflowTracker.class);
    private static final String ID = "run";
    private static final Duration AT_EXIT = Duration.ofSeconds(3);

    private final MlflowConfig config;
    private final RunInfo info;
    private final MlflowServer server;
    private final MlflowServer serverAtExit;
    private final Clock clock;
    private String restored = ""; // id of the run that the checkpoint belongs to
    private String id = "";
    private @Nullable Delivery delivery;
    private @Nullable Thread hook;

    @Inject
    public MlflowTracker(MlflowConfig config, RunInfo info) {
        this(config, info, System::getenv, Clock.systemUTC());
    }

    MlflowTracker(MlflowConfig config, RunInfo info, Function<String, @Nullable String> environment, Clock clock) {
        this.config = config;
        this.info = info;
        this.clock = clock;
        server = new MlflowServer(new MlflowConnection(config, environment));
        serverAtExit = new MlflowServer(new MlflowConnection(hasty(config), environment));
    }

    private static MlflowConfig hasty(MlflowConfig config) {
        return new MlflowConfig(
                config.url(),
                config.experiment(),
                config.runName(),
                config.tags(),
                config.tokenVariable(),
                config.usernameVariable(),
                config.passwordVariable(),
                Math.min(config.timeoutSeconds(), AT_EXIT.toSeconds()),
                0,
                0,
                0,
                config.onFailure());
    }

    @Override
    public void started(int firstStep, int steps) {
        open(firstStep);
    }

    @Override
    public void supervised(int step, int steps, Map<String, Double> metrics) {
        open(step).send(metrics, step, clock.millis());
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        opened().send(metrics, step, clock.millis());
    }

    @Override
    public void measured(Measurement measurement) {
        Delivery open = open(measurement.step() + 1); // the first one comes before the start
        open.send(Measured.numbers(measurement), measurement.step(), clock.millis());
    }

    @Override
    public void ended(RunEnd end) {
        Delivery ending = delivery;
        if (ending != null) { // else the run ended before it began
            unhook();
            delivery = null;
            ending.end(end.failure().map(MlflowTracker::status).orElse("FINISHED"), clock.millis());
        }
    }

    private static String status(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CancellationException || cause instanceof InterruptedException) {
                return "KILLED";
            }
        }
        return "FAILED";
    }

    @Override
    public void close() {
        unhook();
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(ID, id);
    }

    @Override
    public void restore(Map<String, Object> state) {
        restored = String.valueOf(state.get(ID));
    }

    private Delivery opened() {
        Delivery opened = delivery;
        if (opened == null) {
            throw new IllegalStateException("No run on " + server.address() + "; call started before the first step");
        }
        return opened;
    }

    /** Begins or continues the run on the server, before anything else is told of it. */
    private Delivery open(int firstStep) {
        Delivery open = delivery;
        if (open != null) {
            return open;
        }
        Path file = OwnFiles.of(info, "mlflow.id");
        Optional<String> earlier = OwnFiles.lines(file).stream().findFirst();
        Optional<String> continued =
                restored.isEmpty() ? earlier.filter(known -> firstStep > 1) : Optional.of(restored);
        try {
            if (continued.isPresent()) {
                id = continued.get();
                requireThere(id);
            } else {
                id = begin(earlier);
                OwnFiles.replace(file, id + "\n");
            }
            open = delivery();
        } catch (MlflowFailure e) {
            throw new ConfigException("trackers: mlflow: " + e.getMessage()
                    + ". Start the server, correct mlflow.url and the credentials, or leave the tracker out.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + server.address() + " was asked", e);
        }
        delivery = open;
        hook();
        open.flush();
        return open;
    }

    private Delivery delivery() {
        Outbox outbox = new Outbox(OwnFiles.of(info, "mlflow-unsent.jsonl"), OwnFiles.of(info, "mlflow-refused.jsonl"));
        outbox.load();
        Map<String, String> settings = RecipeSettings.of(info.recipe()).flat();
        return new Delivery(config, server, outbox, id, settings);
    }

    /** Creates a run. One of an earlier start in the same directory, which is not continued, was ended by that. */
    private String begin(Optional<String> earlier) throws MlflowFailure, InterruptedException {
        Map<String, String> tags = new TreeMap<>(config.tags());
        tags.put("mlflow.source.name", "reason4j");
        tags.put("mlflow.source.type", "LOCAL");
        tags.put("reason4j.directory", info.directory().toAbsolutePath().toString());
        tags.put("reason4j.seed", String.valueOf(info.seed()));
        String name = config.runName().isBlank() ? info.name() : config.runName();
        return new Attempts(config)
                .patiently(
                        () -> {
                            String experiment = server.experiment(config.experiment());
                            if (earlier.isPresent()) {
                                replaced(earlier.get());
                            }
                            return server.create(experiment, name, tags, clock.millis());
                        },
                        AT_EXIT);
    }

    private void replaced(String old) throws MlflowFailure, InterruptedException {
        try {
            server.status(old, "KILLED", OptionalLong.of(clock.millis()));
        } catch (MlflowFailure e) {
            if (e.isPassing()) {
                throw e;
            }
            LOG.info("The earlier run {} is not on {} any more: {}", old, server.address(), e.getMessage());
        }
    }

    /** Refuses to go on with a run that the server says it does not have; one that does not answer is asked again later. */
    private void requireThere(String known) throws MlflowFailure, InterruptedException {
        try {
            if (new Attempts(config).patiently(() -> server.run(known), AT_EXIT).active()) {
                return;
            }
        } catch (MlflowFailure e) {
            if (e.isPassing() && config.onFailure() == OnFailure.KEEP) {
                return;
            }
            if (!e.isAbsence()) {
                throw e;
            }
        }
        throw new ConfigException("The run " + known + " is not on " + server.address()
                + ", or was deleted there. Restore it, correct mlflow.url, or leave the tracker out.");
    }

    /** A signal ends the process without a word to trackers. */
    private void hook() {
        Thread thread = new Thread(
                () -> {
                    try {
                        serverAtExit.status(id, "KILLED", OptionalLong.of(clock.millis()));
                    } catch (MlflowFailure e) {
                        LOG.warn("MLflow was not told that the run ends: {}", e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "mlflow-exit");
        Runtime.getRuntime().addShutdownHook(thread);
        hook = thread;
    }

    private void unhook() {
        Thread known = hook;
        hook = null;
        if (known != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(known);
            } catch (IllegalStateException e) { // the process ends, and the hook runs
                LOG.debug("The process ends: {}", e.getMessage());
            }
        }
    }
}
