package org.reason4j.trackers.wandb;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.track.Measurement;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;
import org.reason4j.trackers.record.Measured;
import org.reason4j.trackers.record.OwnFiles;
import org.reason4j.trackers.record.RecipeSettings;

/**
 * Writes an offline run of Weights and Biases below {@code plugins/trackers/wandb} of the run's directory, which {@code wandb sync}
 * uploads: the recipe's settings, a row for each step and each measurement, and how the run ended. Nothing is sent anywhere.
 *
 * <p>A resumed run writes its file anew, without the steps that are done again. Rows of a supervised stage come first: the step of
 * Weights and Biases counts them, too, and {@code step} is that of reinforcement learning.
 */
public final class WandbTracker implements Tracker {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final Gson JSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .disableHtmlEscaping()
            .create();
    private static final String PRODUCER = "reason4j";

    private final WandbConfig config;
    private final RunInfo info;
    private final Clock clock;
    private final Path directory;
    private final Map<String, String> summary = new TreeMap<>(); // as JSON
    private final List<Measurement> early = new ArrayList<>(); // told before the start
    private @Nullable History history;
    private final Set<Integer> known = new HashSet<>(); // steps whose measurements an earlier process wrote
    private RecordFile framing = new RecordFile();
    private WandbRecords records = new WandbRecords("");
    private Path file = Path.of("");
    private long offset; // steps of the supervised stage

    @Inject
    public WandbTracker(WandbConfig config, RunInfo info) {
        this(config, info, Clock.systemUTC());
    }

    WandbTracker(WandbConfig config, RunInfo info, Clock clock) {
        this.config = config;
        this.info = info;
        this.clock = clock;
        directory = OwnFiles.of(info, "wandb");
    }

    @Override
    public void supervised(int step, int steps, Map<String, Double> metrics) {
        if (history == null) {
            open(row -> row.has(History.SUPERVISED_STEP) && History.number(row, History.SUPERVISED_STEP) < step);
        }
        offset = step;
        add(step, row(History.SUPERVISED_STEP, step, metrics));
    }

    @Override
    public void started(int firstStep, int steps) {
        if (history == null) {
            int first = firstStep == 1 ? 0 : firstStep; // a new start measures anew
            open(row -> row.has(History.SUPERVISED_STEP) || History.number(row, History.STEP) < first);
        }
        early.forEach(this::measured);
        early.clear();
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        add(offset + step, row(History.STEP, step, metrics));
    }

    @Override
    public void measured(Measurement measurement) {
        if (history == null) {
            early.add(measurement); // which rows are kept, the start says
        } else if (!known.contains(measurement.step())) {
            add(offset + measurement.step(), row(History.STEP, measurement.step(), Measured.numbers(measurement)));
        }
    }

    @Override
    public void ended(RunEnd end) {
        History ending = history;
        if (ending != null) { // else the run ended before it began
            long seconds = (clock.millis() - ending.startMillis()) / 1000;
            append(records.exit(end.failure().isPresent() ? 1 : 0, seconds));
        }
    }

    private JsonObject row(String counter, long step, Map<String, Double> metrics) {
        JsonObject row = new JsonObject();
        row.addProperty(counter, step);
        row.addProperty("_timestamp", clock.millis() / 1000.0);
        new TreeMap<>(metrics).forEach((name, value) -> row.add(column(name), new JsonPrimitive(value)));
        return row;
    }

    /** Name of a metric that is no counter of steps and none of the names of Weights and Biases. */
    private static String column(String metric) {
        boolean taken = metric.startsWith("_") || metric.equals(History.STEP) || metric.equals(History.SUPERVISED_STEP);
        return taken ? "metric/" + metric : metric;
    }

    private void add(long step, JsonObject row) {
        History open = history;
        if (open == null) {
            throw new IllegalStateException("No run in " + directory + "; call started before the first step");
        }
        row.addProperty("_step", step);
        row.addProperty("_runtime", row.get("_timestamp").getAsDouble() - open.startMillis() / 1000.0);
        open.add(row);
        append(framed(row));
    }

    /** The records of a row: its values, and the last ones of all names. */
    private byte[][] framed(JsonObject row) {
        Map<String, String> values = new LinkedHashMap<>();
        row.entrySet().forEach(value -> values.put(value.getKey(), json(value.getValue())));
        summary.putAll(values);
        return new byte[][] {
            records.summary(values), records.history(row.get("_step").getAsLong(), values)
        };
    }

    private static String json(@Nullable Object value) {
        return value instanceof JsonElement element ? JSON.toJson(element) : JSON.toJson(value);
    }

    private void append(byte[]... all) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] record : all) {
            bytes.writeBytes(framing.framed(record));
        }
        OwnFiles.append(file, bytes.toByteArray());
    }

    /** Begins a run, or takes over the rows that are wanted of the one that is there, and writes its files. */
    private void open(Predicate<JsonObject> wanted) {
        Path rows = directory.resolve("history.jsonl");
        History open = Files.exists(rows)
                ? History.read(rows, wanted)
                : History.begin(rows, id(clock.millis()), clock.millis());
        history = open;
        open.write();
        offset = open.supervisedSteps();
        known.addAll(open.measuredSteps());
        String name = "offline-run-" + TIME.format(Instant.ofEpochMilli(open.startMillis())) + "-" + open.id();
        file = directory.resolve(name).resolve("run-" + open.id() + ".wandb");
        framing = new RecordFile();
        records = new WandbRecords(open.id());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(framing.begin());
        bytes.writeBytes(framing.framed(records.header(PRODUCER)));
        String shown = config.runName().isBlank() ? info.name() : config.runName();
        bytes.writeBytes(framing.framed(records.run(config, shown, settings(), open.startMillis())));
        for (JsonObject row : open.rows()) {
            for (byte[] record : framed(row)) {
                bytes.writeBytes(framing.framed(record));
            }
        }
        OwnFiles.replace(file, bytes.toByteArray());
        open.rows().clear(); // they may be many
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("_wandb", "{}");
        RecipeSettings.of(info.recipe()).sections().forEach((name, section) -> settings.put(name, json(section)));
        return settings;
    }

    /** Eight letters and digits, as Weights and Biases has them, made of directory, name and time. */
    private String id(long millis) {
        String whole = info.directory().toAbsolutePath() + "\n" + info.name() + "\n" + millis;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            StringBuilder id = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                id.append(Character.forDigit((hash[i] & 0xff) % 36, 36));
            }
            return id.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
