package org.reason4j.core.host.track.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.host.track.curve.FigureSection;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Page;
import org.reason4j.core.host.track.html.Page.Section;
import org.reason4j.core.host.track.html.Template;

/** Writes a {@link Report} as one HTML page that needs nothing else: no network and no other files. */
public final class ReportWriter {

    private static final Template TEMPLATE = Template.resource(ReportWriter.class, "report.html");

    private ReportWriter() {}

    /** Writes the page; it appears as a whole. */
    public static void write(Path file, Report report) {
        DurableFiles.write(file, page(report).markup());
    }

    static Html page(Report report) {
        return page(report, Html.NONE, false);
    }

    /**
     * Returns the page.
     *
     * @param above a link to the page above it
     * @param live whether it asks its server for what is new
     */
    public static Html page(Report report, Html above, boolean live) {
        RunState state = report.state();
        return new Page(
                        state.facts().recipe(),
                        status(report),
                        above,
                        List.of(
                                new Section("summary", "Summary", new SummarySection(TEMPLATE).of(report)),
                                new Section("alarms", "Alarms", alarms(report.alarms())),
                                new Section("coach", "Coach", new CoachSection(TEMPLATE).of(report.alarms())),
                                new Section(
                                        "supervised",
                                        "Supervised stage",
                                        FigureSection.ofSupervised(report.supervised())),
                                new Section("curves", "Training", FigureSection.of(report.steps())),
                                new Section(
                                        "comparisons",
                                        "Before and after",
                                        new ComparisonSection(TEMPLATE).of(state.comparisons())),
                                new Section(
                                        "samples", "Trajectories", new SampleSection(TEMPLATE).of(report.samples())),
                                new Section(
                                        "responses", "Responses", new ResponseSection(TEMPLATE).of(report.responses())),
                                new Section("recipe", "Recipe", recipe(report.recipe()))),
                        live)
                .html();
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

    private static Html recipe(String text) {
        return text.isBlank()
                ? Html.NONE
                : TEMPLATE.fill("recipe", Map.of("lines", text.strip().lines().count(), "text", text.strip()));
    }

    /** The state of a run in a line. */
    private static String status(Report report) {
        if (report.state().after() != null) {
            return "Reinforcement learning report";
        }
        if (report.steps().isEmpty() && report.state().totalSteps() == 0) {
            return "Before reinforcement learning";
        }
        return report.state().totalSteps() == 0
                ? "Reinforcement learning: step " + report.done()
                : "Reinforcement learning in progress: step " + report.done() + " of "
                        + report.state().totalSteps();
    }
}
