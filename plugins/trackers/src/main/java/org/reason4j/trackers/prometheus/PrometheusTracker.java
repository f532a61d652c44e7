package org.reason4j.trackers.prometheus;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;
import org.reason4j.trackers.record.Measured;
import org.reason4j.trackers.record.OwnFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the metrics of the last step to Prometheus, and the results of the last measurement: at {@code /metrics} of a port, in a file
 * for the node exporter, or both.
 *
 * <p>{@code reason4j_run_step}, {@code reason4j_run_steps} and {@code reason4j_run_last_step_timestamp_seconds} tell how far the run
 * is, {@code reason4j_run_ended} and {@code reason4j_run_failed} how it ended. Prometheus keeps what it fetched; it misses steps
 * that are shorter than its interval.
 */
public final class PrometheusTracker implements Tracker {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusTracker.class);

    private final PrometheusConfig config;
    private final Clock clock;
    private final Path targets;
    private final Map<String, Double> run = new TreeMap<>();
    private final Map<String, Double> measured = new TreeMap<>();
    private Map<String, Double> step = Map.of();
    private final Exposition exposition;
    private volatile String text = "";
    private @Nullable ScrapeServer server;
    private boolean open;

    @Inject
    public PrometheusTracker(PrometheusConfig config, RunInfo info) {
        this(config, info, Clock.systemUTC());
    }

    PrometheusTracker(PrometheusConfig config, RunInfo info, Clock clock) {
        this.config = config;
        this.clock = clock;
        targets = OwnFiles.of(info, "prometheus.json");
        Map<String, String> labels = new TreeMap<>(config.labels());
        labels.put(Exposition.RUN, info.name());
        exposition = new Exposition(HelpTexts.load(), labels);
    }

    @Override
    public void started(int firstStep, int steps) {
        run.put("run/steps", (double) steps);
        run.put("run/step", firstStep - 1.0);
        run.put("run/ended", 0.0);
        run.put("run/failed", 0.0);
        step = Map.of();
        show();
    }

    @Override
    public void supervised(int step, int steps, Map<String, Double> metrics) {
        completed("run/supervised_step", step, metrics);
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        completed("run/step", step, metrics);
    }

    private void completed(String counter, int number, Map<String, Double> metrics) {
        run.put(counter, (double) number);
        run.put("run/last_step_timestamp_seconds", clock.millis() / 1000.0);
        step = Map.copyOf(metrics);
        show();
    }

    @Override
    public void measured(Measurement measurement) {
        measured.putAll(Measured.numbers(measurement));
        show();
    }

    @Override
    public void ended(RunEnd end) {
        if (open) { // else the run ended before it began
            run.put("run/ended", 1.0);
            run.put("run/failed", end.failure().isPresent() ? 1.0 : 0.0);
            show();
        }
    }

    /** Makes the text anew, for whoever asks next. */
    private void show() {
        Map<String, Double> all = new TreeMap<>(step);
        all.putAll(measured);
        all.putAll(run);
        text = exposition.of(all);
        if (!config.textfile().isEmpty()) {
            OwnFiles.replace(Path.of(config.textfile()), text);
        }
        if (!open) {
            open = true;
            if (config.serve()) {
                serve();
            }
        }
    }

    private void serve() {
        ScrapeServer serving = new ScrapeServer(config.host(), config.port(), () -> text);
        server = serving;
        LOG.info("Metrics for Prometheus: http://{}:{}/metrics", config.host(), serving.port());
        JsonArray addresses = new JsonArray();
        addresses.add(config.host() + ":" + serving.port());
        JsonObject group = new JsonObject();
        group.add("targets", addresses);
        JsonArray groups = new JsonArray();
        groups.add(group);
        OwnFiles.replace(targets, groups + "\n");
    }

    @Override
    public void close() {
        ScrapeServer closing = server;
        server = null;
        if (closing != null) {
            closing.close();
            OwnFiles.delete(targets);
        }
    }
}
