package org.reason4j.cli.watch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.cli.console.UntilStopped;
import org.reason4j.core.engine.serve.PageServer;
import org.reason4j.core.host.track.live.LivePages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j watch}: a page that follows runs. */
@Command(
        name = "watch",
        description = "Serves a page that follows a run, or several side by side, to browsers of this machine.")
public final class WatchCommand implements Runnable {

    private static final long LONGEST_END = 10; // seconds

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Output directories of runs, going on or ended.")
    private List<Path> runs = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where to listen at 127.0.0.1. Default: any port that is free.")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        LivePages pages = LivePages.of(runs);
        try (UntilStopped stopped = new UntilStopped("watch-end", LONGEST_END);
                PageServer server = new PageServer(port, "--port", pages)) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "Watching %s at %s. Stop with Ctrl-C.%n",
                    runs.size() == 1 ? runs.get(0) : runs.size() + " runs", server.url());
            out.flush();
            stopped.await();
        }
    }
}
