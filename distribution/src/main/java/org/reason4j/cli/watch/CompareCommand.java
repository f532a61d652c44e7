package org.reason4j.cli.watch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.cli.console.Columns;
import org.reason4j.core.host.track.live.RunComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j compare}: runs side by side. */
@Command(
        name = "compare",
        description = "Compares runs: results, settings that differ, and a page with their curves over common axes.")
public final class CompareCommand implements Runnable {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Output directories of runs, going on or ended.")
    private List<Path> runs = List.of();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "comparison.html",
            description = "Where to write the page. Default: ${DEFAULT-VALUE}.")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        RunComparison comparison = RunComparison.of(runs);
        PrintWriter out = spec.commandLine().getOut();
        print(comparison.results(), out);
        out.println();
        RunComparison.Table settings = comparison.settings();
        if (settings.rows().isEmpty()) {
            out.println("The recipes are the same.");
        } else {
            print(settings, out);
        }
        comparison.write(output);
        out.println();
        out.println("Page: " + output.toAbsolutePath());
        out.flush();
    }

    private static void print(RunComparison.Table table, PrintWriter out) {
        Columns columns = new Columns();
        columns.add(table.columns().toArray(String[]::new));
        table.rows().forEach(row -> columns.add(row.toArray(String[]::new)));
        out.print(columns);
    }
}
