package org.reason4j.core.host.track.tensorboard;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.track.RunEnd;
import org.reason4j.api.track.RunInfo;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.config.tree.FlatValues;
import org.reason4j.core.host.config.tree.Problems;
import org.reason4j.core.host.config.tree.YamlText;
import org.reason4j.core.host.track.CompletionsTracker;
import org.reason4j.core.host.track.Credits;
import org.reason4j.core.host.track.RunDirectory;

/**
 * Writes event files that TensorBoard reads: a scalar per metric, now and then a text with sample completions, and the recipe's
 * settings as hyperparameters.
 *
 * <p>A resumed run drops the steps that are done again from earlier files and adds a file of its own, which also tells a
 * TensorBoard that is running to forget them.
 */
public final class TensorBoardTracker implements Tracker {

    private static final String PREFIX = "events.out.tfevents.";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "\\d+\\..*(?<!\\.new)");

    private final Path directory;
    private final TensorBoardConfig config;
    private final RunInfo run;
    private final Clock clock;
    private @Nullable EventFile events;

    @Inject
    public TensorBoardTracker(RunDirectory directory, TensorBoardConfig config, RunInfo run) {
        this(directory, config, run, Clock.systemUTC());
    }

    TensorBoardTracker(RunDirectory directory, TensorBoardConfig config, RunInfo run, Clock clock) {
        this.directory = directory.tensorBoard();
        this.config = config;
        this.run = run;
        this.clock = clock;
    }

    @Override
    public void started(int firstStep, int steps) {
        close();
        DurableFiles.createDirectory(directory);
        files().forEach(file -> EventFile.forget(file, firstStep));
        EventFile file = new EventFile(nextFile());
        events = file;
        file.write(TensorBoardEvents.version(now()));
        file.write(TensorBoardEvents.sessionStart(now(), firstStep));
        if (config.hyperparameters()) {
            Map<String, Object> settings = settings();
            List<String> tags =
                    config.compared().stream().map(config.names()::of).toList();
            file.write(TensorBoardEvents.summary(now(), 0, HyperparameterEvents.experiment(settings, tags)));
            file.write(TensorBoardEvents.summary(now(), 0, HyperparameterEvents.start(now(), settings)));
        }
        file.flush();
    }

    /** The recipe's settings by path, without the hashes of what placeholders stand for. */
    private Map<String, Object> settings() {
        Map<String, Object> settings =
                FlatValues.of(YamlText.document(run.recipe(), "recipe.resolved.yaml", new Problems()));
        settings.keySet().removeIf(path -> path.startsWith("placeholders"));
        return settings;
    }

    @Override
    public void ended(RunEnd end) {
        if (config.hyperparameters() && events != null) { // else the run ended before its first step
            boolean success = end.failure().isEmpty();
            int step = end.lastStep() + 1; // so that a resumed run drops it
            opened().write(TensorBoardEvents.summary(now(), step, HyperparameterEvents.end(now(), success)));
            opened().flush();
        }
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        opened().write(TensorBoardEvents.scalars(now(), step, config.names().of(metrics)));
        opened().flush();
    }

    @Override
    public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
        if (config.textEvery() == 0 || (step - 1) % config.textEvery() != 0 || groups.isEmpty()) {
            return;
        }
        String text = markdown(groups.get(0), config.samples());
        opened().write(TensorBoardEvents.text(now(), step, "completions", text));
        opened().flush();
    }

    @Override
    public void close() {
        EventFile closing = events;
        events = null;
        if (closing != null) {
            closing.close();
        }
    }

    private static String markdown(ScoredGroup group, int samples) {
        StringBuilder text = new StringBuilder("**Prompt**\n\n")
                .append(literal(CompletionsTracker.question(group.prompt())))
                .append("\n\n");
        for (ScoredTrajectory scored : Credits.first(samples, group.trajectories())) {
            text.append(String.format(
                            Locale.ROOT,
                            "**Sample %d**, reward %.3f, %d tokens, finish %s\n\n",
                            scored.trajectory().sample(),
                            scored.reward(),
                            scored.trajectory().length(),
                            scored.trajectory().finish().name().toLowerCase(Locale.ROOT)))
                    .append(literal(scored.trajectory().text()))
                    .append("\n\n");
        }
        return text.toString();
    }

    /** Indented as a code block, so that nothing in it is taken for Markdown. */
    private static String literal(String text) {
        return text.lines()
                .map(line -> "    " + line)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("    ");
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list " + directory, e);
        }
    }

    /** Files are read in order of their names, so a new one gets a later time than all others. */
    private Path nextFile() {
        long latest = files().stream()
                .map(file -> file.getFileName().toString())
                .mapToLong(
                        name -> Long.parseLong(name.substring(PREFIX.length()).split("\\.")[0]))
                .max()
                .orElse(0);
        long time = Math.max(clock.instant().getEpochSecond(), latest + 1);
        return directory.resolve(String.format(
                Locale.ROOT,
                "%s%010d.%s.%d",
                PREFIX,
                time,
                host(),
                ProcessHandle.current().pid()));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) { // a machine without a name still trains
            return "localhost";
        }
    }

    private double now() {
        return clock.millis() / 1000.0;
    }

    private EventFile opened() {
        if (events == null) {
            throw new IllegalStateException("No event file in " + directory + "; call started before the first step");
        }
        return events;
    }
}
