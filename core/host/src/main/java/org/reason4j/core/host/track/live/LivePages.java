package org.reason4j.core.host.track.live;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.reason4j.core.engine.serve.PageServer;
import org.reason4j.core.host.track.html.Html;
import org.reason4j.core.host.track.html.Page;
import org.reason4j.core.host.track.report.Report;
import org.reason4j.core.host.track.report.ReportWriter;

/**
 * The pages of a server for people who look at runs: a report of each, written anew when a file of the run has changed, and for
 * several runs a page that compares them. Nothing is read while nobody looks.
 */
public final class LivePages implements PageServer.Pages {

    private static final String REPORT = "report.html";

    private final List<Path> roots;
    private final Map<Path, FollowedRun> runs = new ConcurrentHashMap<>();
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    /** A page as it was written last. */
    private record Written(String version, PageServer.Page page) {}

    /** Pages of runs that need not have begun. */
    public LivePages(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * Pages of runs that have begun.
     *
     * @throws org.reason4j.api.plugin.ConfigException if a directory holds none
     */
    public static LivePages of(List<Path> roots) {
        FoundRuns.require(roots);
        return new LivePages(roots);
    }

    @Override
    public Optional<PageServer.Page> at(String path) {
        List<NamedRun> compared = FoundRuns.of(roots);
        String place = path.endsWith("/" + REPORT) ? path.substring(0, path.length() - REPORT.length()) : path;
        boolean single = compared.size() == 1 && compared.get(0).place().equals("/");
        if (place.equals("/") && !single) {
            return Optional.of(comparison(compared));
        }
        return FoundRuns.withLearners(compared).stream()
                .filter(run -> run.place().equals(place))
                .findFirst()
                .map(run -> report(run, run.place().equals("/") ? Html.NONE : Page.link("/", above(single))));
    }

    private static String above(boolean single) {
        return single ? "The run that this one belongs to" : "All runs";
    }

    private PageServer.Page report(NamedRun run, Html above) {
        FollowedRun followed = followed(run);
        return written(run.place(), followed.version(), () -> ReportWriter.page(followed.report(), above, true));
    }

    private PageServer.Page comparison(List<NamedRun> compared) {
        StringBuilder version = new StringBuilder();
        compared.forEach(
                run -> version.append(run).append(followed(run).version()).append('\n'));
        return written("/", version.toString(), () -> {
            Map<NamedRun, Report> reports = new LinkedHashMap<>();
            compared.forEach(run -> reports.put(run, followed(run).report()));
            return new RunComparison(reports, true).page();
        });
    }

    private FollowedRun followed(NamedRun run) {
        return runs.computeIfAbsent(run.directory(), FollowedRun::new);
    }

    private PageServer.Page written(String place, String version, Supplier<Html> writing) {
        return written.compute(
                        place,
                        (any, last) -> last != null && last.version().equals(version)
                                ? last
                                : new Written(version, page(writing.get().markup())))
                .page();
    }

    private static PageServer.Page page(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new PageServer.Page(
                "text/html; charset=utf-8",
                body,
                Hashing.sha256().hashBytes(body).toString());
    }
}
