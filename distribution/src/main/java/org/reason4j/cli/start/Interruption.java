package org.reason4j.cli.start;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.cli.console.ExitWatch;
import org.reason4j.cli.console.StandardStreams;

/** Tells, when a signal such as Ctrl-C ends a run, what is kept of it and which command goes on. */
public final class Interruption implements AutoCloseable {

    /** Makes a command go on from the newest checkpoint. */
    private static final String RESUME = "--resume";

    private final Path output;
    private final List<String> command;
    private final PrintStream err;
    private volatile boolean told;
    private final Thread hook = new Thread(this::tell, "reason4j-exit-told");

    private Interruption(Path output, List<String> command, PrintStream err) {
        this.output = output;
        this.command = command;
        this.err = err;
    }

    /**
     * Watches from now on.
     *
     * @param output directory of the run
     * @param command arguments of the command that runs
     */
    public static Interruption of(Path output, List<String> command, PrintStream err) {
        Interruption watching = new Interruption(output, command, err);
        Runtime.getRuntime().addShutdownHook(watching.hook);
        return watching;
    }

    /** Returns a stream that writes to standard output until a signal comes: what is told then stays the last word. */
    public PrintStream until(PrintStream out) {
        return StandardStreams.likeOutput(new UntilTold(out));
    }

    private final class UntilTold extends FilterOutputStream {

        UntilTold(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            if (!told) {
                out.write(one);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (!told) {
                out.write(bytes, from, count);
            }
        }

        /** The stream behind it is another's. */
        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private void tell() {
        if (ExitWatch.statusOfSignal() > 0) {
            told = true;
            err.println(System.lineSeparator() + message(output, command));
            err.flush();
        }
    }

    static String message(Path output, List<String> command) {
        String kept;
        try {
            kept = KeptCheckpoint.newest(output)
                    .map(newest -> "Stopped. Kept: " + newest + ". Go on from there:")
                    .orElse("Stopped before the first checkpoint. Begin again in the same place:");
        } catch (RuntimeException e) { // a directory can't be read; the command will say why
            kept = "Stopped. The checkpoints of " + output + " can't be listed: " + e.getMessage() + ". Go on:";
        }
        return kept + System.lineSeparator() + "  reason4j " + ShellWords.of(goingOn(output, command));
    }

    /** The same command with the directory of the run and {@code --resume}. */
    private static List<String> goingOn(Path output, List<String> command) {
        List<String> words = new ArrayList<>();
        boolean named = false;
        boolean skips = false;
        for (String word : command) {
            if (skips || word.equals(RESUME) || word.startsWith("--resume-from")) {
                skips = !skips && word.equals("--resume-from");
                continue;
            }
            named |= word.equals("--output") || word.startsWith("--output=");
            words.add(word);
        }
        if (!named) {
            words.addAll(List.of("--output", output.toString()));
        }
        words.add(RESUME);
        return words;
    }

    /** Ends to watch; nothing where the process ends already. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) { // the process ends, and the hook runs
            err.flush();
        }
    }
}
