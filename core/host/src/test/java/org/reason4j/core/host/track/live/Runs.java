package org.reason4j.core.host.track.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.guard.Alarm;
import org.reason4j.core.host.track.CompletionsConfig;
import org.reason4j.core.host.track.CompletionsTracker;
import org.reason4j.core.host.track.JsonlTracker;
import org.reason4j.core.host.track.JsonlTrackerConfig;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.Samples;
import org.reason4j.core.host.track.report.ReportConfig;
import org.reason4j.core.host.track.report.ReportTracker;

/** Directories of runs, as the trackers of a recipe write them. */
final class Runs {

    /** What a model writes that would like to be more than text. */
    private static final String EVIL = "</script><img src=x onerror=alert(1)>";

    private Runs() {}

    /** A run that the trackers of a recipe write down, up to a step. */
    static void write(Path directory, int steps) throws IOException {
        Files.createDirectories(directory);
        RunDirectory files = new RunDirectory(directory);
        Files.writeString(
                files.recipe(), "training:\n  steps: 9\n  learningRate: 0.1\nname: " + directory.getFileName());
        RunFacts facts = new RunFacts("sums", 7, "tiny", "here", Map.of());
        ScoredGroup group = Samples.group("p", "6 * 7?", EVIL, "42");
        try (JsonlTracker metrics = new JsonlTracker(files, JsonlTrackerConfig.DEFAULTS);
                CompletionsTracker completions = new CompletionsTracker(files, CompletionsConfig.DEFAULTS);
                ReportTracker report =
                        new ReportTracker(files, Samples.BYTES, facts, new ReportConfig(0, 1, 1, 2, 100))) {
            metrics.started(1, 9);
            completions.started(1, 9);
            report.started(1, 9);
            for (int step = 1; step <= steps; step++) {
                completions.trajectories(step, List.of(group), Samples.credits(group, 1, -1));
                report.trajectories(step, List.of(group), Samples.credits(group, 1, -1));
                if (step == 2) {
                    report.alarm(step, "coach", Alarm.of("All groups are equally wrong."));
                }
                Map<String, Double> values = Map.of("reward/mean", step / 10.0, "time/step", 60.0);
                metrics.step(step, values);
                report.step(step, values);
            }
        }
    }
}
