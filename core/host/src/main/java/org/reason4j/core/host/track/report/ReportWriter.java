package org.reason4j.core.host.track.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.file.DurableFiles;

/** Writes a {@link Report} as one HTML page that needs nothing else: no network, no scripts, no other files. */
public final class ReportWriter {

    private static final Template TEMPLATE = Template.resource("report.html");

    private ReportWriter() {}

    /** Writes the page; it appears as a whole. */
    public static void write(Path file, Report report) {
        DurableFiles.write(file, page(report).markup());
    }

    static Html page(Report report) {
        return TEMPLATE.fill(
                "page",
                Map.of(
                        "recipe", report.facts().recipe(),
                        "status", status(report),
                        "summary", new SummarySection(TEMPLATE).of(report),
                        "alarms", alarms(report.alarms()),
                        "coach", new CoachSection(TEMPLATE).of(report.alarms()),
                        "supervised", new FigureSection(TEMPLATE).ofSupervised(report.supervised()),
                        "curves", new FigureSection(TEMPLATE).of(report.steps()),
                        "comparisons", new ComparisonSection(TEMPLATE).of(report.comparisons()),
                        "samples", new SampleSection(TEMPLATE).of(report.samples())));
    }

    private static Html alarms(List<AlarmEntry> all) {
        List<AlarmEntry> alarms =
                all.stream().filter(alarm -> !CoachSection.isHint(alarm)).toList();
        return alarms.isEmpty()
                ? Html.NONE
                : TEMPLATE.fill(
                        "alarms",
                        Map.of(
                                "rows",
                                Html.join(
                                        alarms.stream().map(ReportWriter::alarm).toList())));
    }

    private static Html alarm(AlarmEntry alarm) {
        return TEMPLATE.fill("alarm", Map.of("step", alarm.step(), "guard", alarm.guard(), "reason", alarm.reason()));
    }

    private static String status(Report report) {
        int done = report.steps().isEmpty()
                ? 0
                : report.steps().get(report.steps().size() - 1).step();
        return report.after().isPresent()
                ? "Reinforcement learning report"
                : "Reinforcement learning in progress: step " + done + " of " + report.totalSteps();
    }
}
