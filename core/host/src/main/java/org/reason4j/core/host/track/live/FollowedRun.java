package org.reason4j.core.host.track.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.JsonlTracker;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.StepMetrics;
import org.reason4j.core.host.track.report.RecordedResponse;
import org.reason4j.core.host.track.report.Report;
import org.reason4j.core.host.track.report.ReportFiles;
import org.reason4j.core.host.track.report.RunState;

/** A run, as the files of its directory tell it; they may be written at the same time. For several threads. */
final class FollowedRun {

    /** Bytes of recorded responses that hold those of a step. */
    private static final long NEWEST = 1 << 23;

    private final Path root;
    private final RunDirectory directory;
    private final FollowedLines metrics;
    private final FollowedLines completions;
    private final FollowedLines demonstrations;
    private final List<StepMetrics> supervised = new ArrayList<>();
    private final List<StepMetrics> steps = new ArrayList<>();
    private final List<RecordedResponse> newest = new ArrayList<>();

    /** A run in a directory, which need not be there yet. */
    FollowedRun(Path root) {
        this.root = root;
        directory = new RunDirectory(root);
        metrics = new FollowedLines(directory.metrics(), Long.MAX_VALUE);
        demonstrations = new FollowedLines(directory.supervised(), Long.MAX_VALUE);
        completions = new FollowedLines(directory.completions(), NEWEST);
    }

    /** True for a directory that a run wrote to. */
    static boolean isRun(Path root) {
        RunDirectory directory = new RunDirectory(root);
        return Files.exists(directory.recipe()) || Files.exists(directory.metrics()) || Files.exists(directory.state());
    }

    /** A text that is another one as soon as a file has changed. */
    String version() {
        StringBuilder version = new StringBuilder();
        for (Path file : List.of(
                directory.metrics(),
                directory.supervised(),
                directory.completions(),
                directory.samples(),
                directory.alarms(),
                directory.state(),
                directory.recipe(),
                directory.summary())) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                version.append(found.size())
                        .append(':')
                        .append(found.lastModifiedTime().toMillis())
                        .append(' ');
            } catch (NoSuchFileException e) {
                version.append("- ");
            } catch (IOException e) {
                throw new UncheckedIOException("Can't read " + file, e);
            }
        }
        return version.toString();
    }

    /** The run so far. */
    synchronized Report report() {
        metrics.read(steps::clear, line -> steps.add(JsonlTracker.stepOf(line)));
        demonstrations.read(supervised::clear, line -> supervised.add(JsonlTracker.stepOf(line)));
        completions.read(newest::clear, this::add);
        return new Report(
                RunState.read(directory.state()).orElseGet(this::withoutState),
                supervised,
                steps,
                ReportFiles.alarms(directory),
                ReportFiles.samples(directory),
                newest,
                ReportFiles.recipe(directory));
    }

    private void add(JsonNode line) {
        RecordedResponse response = response(line);
        if (!newest.isEmpty() && newest.get(0).step() != response.step()) {
            newest.clear();
        }
        newest.add(response);
    }

    private static RecordedResponse response(JsonNode line) {
        Map<String, String> rewards = new LinkedHashMap<>();
        line.path("rewards").properties().forEach(reward -> rewards.put(reward.getKey(), said(reward.getValue())));
        JsonNode advantage = line.path("advantage");
        return new RecordedResponse(
                line.path("step").asInt(),
                line.path("promptId").asText(),
                line.path("prompt").asText(),
                line.path("sample").asInt(),
                line.path("completion").asText(),
                line.path("finish").asText(),
                line.path("tokens").asInt(),
                line.path("reward").asDouble(),
                rewards,
                advantage.isNumber() ? OptionalDouble.of(advantage.doubleValue()) : OptionalDouble.empty());
    }

    /** A number, or in words why there is none. */
    private static String said(JsonNode score) {
        if (score.isNumber()) {
            return Numbers.compact(score.doubleValue());
        }
        List<String> reasons = new ArrayList<>();
        score.properties()
                .forEach(reason ->
                        reasons.add(reason.getKey() + ": " + reason.getValue().asText()));
        return String.join(", ", reasons);
    }

    /** The state of a run that keeps none: its results, if it has come to its end. */
    private RunState withoutState() {
        RunState named = RunState.named(name());
        return ReportFiles.summary(directory)
                .map(results -> ended(named.facts(), results))
                .orElse(named);
    }

    private static RunState ended(RunFacts facts, JsonNode results) {
        return new RunState(
                facts,
                results.path("steps").asInt(),
                List.of(),
                "",
                results.path("rl_seconds").asDouble(),
                scores(results.path("before")),
                scores(results.path("after")),
                List.of());
    }

    private String name() {
        @Nullable Path name = root.toAbsolutePath().normalize().getFileName();
        return name == null ? root.toString() : name.toString();
    }

    private static HeldOutScores scores(JsonNode numbers) {
        Map<String, Double> named = new LinkedHashMap<>();
        numbers.properties()
                .forEach(number ->
                        named.put("eval/" + number.getKey(), number.getValue().asDouble()));
        return HeldOutScores.of(named);
    }
}
