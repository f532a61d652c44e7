package org.reason4j.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.console.ExitWatch;
import org.reason4j.cli.console.MissingCommand;
import org.reason4j.cli.console.StandardStreams;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.engine.model.kernel.NativeEngine;
import org.reason4j.core.formats.secret.Secrets;
import org.reason4j.core.trainer.loop.GuardPause;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code reason4j}. It exits with 0 after success, 2 where the user's input is wrong, 3 where a plugin ended the
 * process, 4 where a guard paused the run, and 1 where anything else failed, errors of Java included; the reason goes to standard error in one message.
 */
@Command(
        name = "reason4j",
        description = "Trains large reasoning models with reinforcement learning.",
        scope = ScopeType.INHERIT, // every subcommand has --help, too
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

    /** Status of a run that a guard paused. */
    private static final int PAUSED = 4;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private final Set<String> endsOfThreads = ConcurrentHashMap.newKeySet();

    /** Runs one command and ends the JVM with its exit code. Standard output is UTF-8, whatever the terminal speaks. */
    public static void main(String... arguments) {
        StartUp.mainBegins();
        hideSecretsOnStandardError();
        ExitWatch watch = ExitWatch.begin();
        NativeEngine.restAtExit(ExitWatch::statusOfSignal);
        int exitCode = ExitCode.SOFTWARE;
        try {
            exitCode = execute(arguments);
        } catch (Throwable e) { // of any kind: something failed while a failure was being told
            if (e instanceof OutOfMemoryError) {
                ExitWatch.outOfMemory();
            }
            System.err.println("reason4j failed: " + e.getClass().getName());
        }
        watch.exit(exitCode);
    }

    private static int execute(String... arguments) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        CommandLine command = commandLine(arguments).setOut(out);
        Main main = command.getCommand();
        Thread.setDefaultUncaughtExceptionHandler(
                new ExitWatch.LastResort((thread, thrown) -> main.threadEnded(thread, thrown, command.getErr())));
        int exitCode = command.execute(arguments);
        out.flush();
        if (exitCode == ExitCode.OK && System.out.checkError()) {
            System.err.println("Standard output can't be written: the disk is full, or its reader is gone.");
            return ExitCode.SOFTWARE;
        }
        return exitCode;
    }

    /** Messages, logs and the traces of threads that died show no value of a variable that a recipe names. */
    private static void hideSecretsOnStandardError() {
        System.setErr(StandardStreams.likeError(Secrets.hiding(System.err)));
    }

    /** The command line for some arguments, ready to execute; the whole one for none. Nothing in it ends the JVM. */
    static CommandLine commandLine(String... arguments) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        Subcommands.needed(arguments).forEach((name, type) -> line.addSubcommand(name, type));
        return line.setExecutionStrategy(main::run)
                .setParameterExceptionHandler((problem, given) -> refused(problem))
                .setExecutionExceptionHandler((failure, command, parsed) -> main.failed(failure, command));
    }

    /** Runs the command that was asked for; picocli hands over exceptions, but not errors. */
    private int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            return failed(e, parsed.commandSpec().commandLine());
        }
    }

    @Override
    public void run() {
        throw MissingCommand.of(spec);
    }

    private static int refused(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(problem.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(problem, err)) {
            err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        }
        return ExitCode.USAGE;
    }

    private int failed(Throwable thrown, CommandLine command) {
        Throwable failure = Faults.presentable(thrown);
        Optional<ConfigException> mendable = causes(failure)
                .filter(ConfigException.class::isInstance)
                .map(ConfigException.class::cast)
                .findFirst();
        PrintWriter err = command.getErr();
        Throwable told = failure instanceof RunStopped stopped ? stopped.failure() : failure;
        err.println(command.getColorScheme().errorText(message(mendable.isPresent() ? mendable.get() : told)));
        if (failure instanceof RunStopped stopped) {
            err.println(stopped.remains());
        }
        if (debug) {
            failure.printStackTrace(err);
        }
        if (mendable.isPresent()) {
            return ExitCode.USAGE;
        }
        return told instanceof GuardPause ? PAUSED : ExitCode.SOFTWARE;
    }

    /** Tells, once, what ended a thread. The command goes on, but not without memory. */
    void threadEnded(Thread thread, Throwable thrown, PrintWriter err) {
        Throwable failure = Faults.presentable(thrown);
        String message = message(failure);
        if (endsOfThreads.add(message)) {
            err.println("Thread '" + thread.getName() + "' ended: " + message);
            if (debug) {
                failure.printStackTrace(err);
            }
        }
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /**
     * A message written for people stands alone, a file's is followed by the reason, that of an error of Java by what helps,
     * and that of another JDK exception needs the exception's name.
     */
    private static String message(Throwable failure) {
        if (failure instanceof UncheckedIOException file && file.getMessage() != null) {
            return file.getMessage() + ": " + reason(file.getCause());
        }
        if (failure instanceof OutOfMemoryError) {
            return "Out of memory: " + failure.getMessage()
                    + ". Give Java more with JAVA_OPTS, such as -Xmx8g, or ask for" + " less at a time.";
        }
        if (failure instanceof StackOverflowError) {
            return failure + ": calls are nested too deeply. --debug prints where.";
        }
        if (failure instanceof LinkageError) {
            return failure + causeOf(failure) + ". Files of another version are in lib/ or plugins/, or one is missing:"
                    + " unpack reason4j again.";
        }
        boolean ours = failure.getClass().getName().startsWith("org.reason4j.");
        return ours && failure.getMessage() != null ? failure.getMessage() : failure.toString();
    }

    private static String causeOf(Throwable failure) {
        return failure.getCause() == null ? "" : ", caused by " + failure.getCause();
    }

    private static String reason(@Nullable Throwable cause) {
        Optional<Throwable> known = Optional.ofNullable(cause);
        return known.map(reason -> reason instanceof FileSystemException file ? file.getReason() : reason.getMessage())
                .orElseGet(() -> known.map(Throwable::toString).orElse("no reason known"));
    }
}
