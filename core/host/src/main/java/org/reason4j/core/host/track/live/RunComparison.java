package org.reason4j.core.host.track.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.track.ConsoleFields;
import org.reason4j.core.host.track.HeldOutScores;
import org.reason4j.core.host.track.MetricNames;
import org.reason4j.core.host.track.Numbers;
import org.reason4j.core.host.track.StepMetrics;
import org.reason4j.core.host.track.curve.FigureSection;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Page;
import org.reason4j.core.host.track.html.Page.Section;
import org.reason4j.core.host.track.html.Template;
import org.reason4j.core.host.track.report.Report;

/** Several runs side by side: results, settings that differ, and curves over common axes. */
public final class RunComparison {

    /** Steps at the end whose mean reward counts. */
    private static final int LAST = 10;

    private static final String NONE = "–";
    private static final Template TEMPLATE = Template.resource(RunComparison.class, "comparison.html");

    private final Map<NamedRun, Report> runs;
    private final boolean live;

    RunComparison(Map<NamedRun, Report> runs, boolean live) {
        this.runs = runs;
        this.live = live;
    }

    /**
     * Reads runs.
     *
     * @throws org.reason4j.api.plugin.ConfigException if a directory holds none
     */
    public static RunComparison of(List<Path> roots) {
        FoundRuns.require(roots);
        Map<NamedRun, Report> runs = new LinkedHashMap<>();
        FoundRuns.of(roots).forEach(run -> runs.put(run, new FollowedRun(run.directory()).report()));
        return new RunComparison(runs, false);
    }

    /** Writes the page; it appears as a whole. */
    public void write(Path file) {
        DurableFiles.write(file, page().markup());
    }

    /** A table: what its columns are called, and its rows, each with what it is about first. */
    public record Table(List<String> columns, List<List<String>> rows) {}

    /** Results of each run. */
    public Table results() {
        List<List<String>> rows = new ArrayList<>();
        runs.forEach((run, report) ->
                rows.add(Stream.concat(Stream.of(run.name()), results(report)).toList()));
        return new Table(
                List.of(
                        "Run",
                        "Steps",
                        "Accuracy before",
                        "Accuracy last",
                        "Reward, last " + LAST,
                        "Tokens",
                        "RL time"),
                rows);
    }

    private static Stream<String> results(Report report) {
        @Nullable HeldOutScores before = report.state().before();
        @Nullable HeldOutScores after = report.state().after();
        int total = report.state().totalSteps();
        return Stream.of(
                total == 0 || total == report.done() ? "" + report.done() : report.done() + " of " + total,
                before == null ? NONE : Numbers.percent(before.accuracy()),
                after == null
                        ? last(report.steps(), MetricNames.ACCURACY, 1, Numbers::percent)
                        : Numbers.percent(after.accuracy()),
                last(report.steps(), MetricNames.REWARD, LAST, Numbers::compact),
                last(report.steps(), MetricNames.RESPONSE_LENGTH, LAST, Numbers::compact),
                ConsoleFields.duration(report.seconds()));
    }

    /** The mean of the last values of a metric. */
    private static String last(List<StepMetrics> steps, String metric, int count, Function<Double, String> text) {
        List<Double> values = steps.stream()
                .map(step -> step.values().get(metric))
                .filter(Objects::nonNull)
                .toList();
        return values.subList(Math.max(0, values.size() - count), values.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .stream()
                .mapToObj(text::apply)
                .findFirst()
                .orElse(NONE);
    }

    /** The settings that are not the same in all runs. */
    public Table settings() {
        List<String> columns = new ArrayList<>(List.of("Setting"));
        runs.keySet().forEach(run -> columns.add(run.name()));
        List<List<String>> rows = new ArrayList<>();
        RecipeDifferences.of(runs.values().stream().map(Report::recipe).toList())
                .forEach(
                        difference -> rows.add(Stream.concat(Stream.of(difference.path()), difference.values().stream())
                                .toList()));
        return new Table(columns, rows);
    }

    Html page() {
        Map<String, List<StepMetrics>> curves = new LinkedHashMap<>();
        runs.forEach((run, report) -> curves.put(run.name(), report.steps()));
        return new Page(
                        runs.size() + " runs",
                        live ? "Runs side by side, as they are now" : "Runs side by side",
                        Html.NONE,
                        List.of(
                                new Section("results", "Results", resultSection()),
                                new Section("settings", "Settings that differ", settingSection()),
                                new Section("curves", "Training", FigureSection.of(curves))),
                        live)
                .html();
    }

    private Html resultSection() {
        List<Html> rows = new ArrayList<>();
        List<NamedRun> named = List.copyOf(runs.keySet());
        Table table = results();
        for (int i = 0; i < named.size(); i++) {
            List<String> row = table.rows().get(i);
            Html name = live
                    ? TEMPLATE.fill("runLink", Map.of("place", named.get(i).place(), "name", row.get(0)))
                    : Html.text(row.get(0));
            rows.add(row(name, row));
        }
        return table("results", table.columns(), rows);
    }

    private Html settingSection() {
        Table table = settings();
        return table.rows().isEmpty()
                ? TEMPLATE.fill("alike", Map.of())
                : table(
                        "settings",
                        table.columns(),
                        table.rows().stream()
                                .map(row -> row(Html.text(row.get(0)), row))
                                .toList());
    }

    private static Html table(String fragment, List<String> columns, List<Html> rows) {
        List<Html> heads = columns.stream()
                .map(column -> TEMPLATE.fill("head", Map.of("text", column)))
                .toList();
        return TEMPLATE.fill(fragment, Map.of("heads", Html.join(heads), "rows", Html.join(rows)));
    }

    private static Html row(Html name, List<String> row) {
        List<Html> cells = row.subList(1, row.size()).stream()
                .map(cell -> TEMPLATE.fill("cell", Map.of("text", cell)))
                .toList();
        return TEMPLATE.fill("row", Map.of("name", name, "cells", Html.join(cells)));
    }
}
