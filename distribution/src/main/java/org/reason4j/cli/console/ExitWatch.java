package org.reason4j.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/**
 * Tells an end of the process that the command line asked for from one that other code asked for with {@code System.exit}.
 * The latter gets a message and a status of its own, whatever status was passed: the work is not done. A signal ends the
 * process as ever, with 128 and its number.
 */
public final class ExitWatch {

    /** Status of a process that other code than the command line ended. */
    public static final int NOT_ASKED_FOR = 3;

    /** Threads whose names begin like this bring native code or other processes to rest before the process ends. */
    private static final String AT_EXIT = "reason4j-exit";

    /** Numbers of signals by the names of the threads in which the virtual machine ends for them. */
    private static final Map<String, Integer> SIGNALS =
            Map.of("SIGHUP handler", 1, "SIGINT handler", 2, "SIGTERM handler", 15);

    private static final FileOutputStream RAW_ERR = new FileOutputStream(FileDescriptor.err);
    private static final byte[] EXHAUSTED =
            ("Out of memory: there was not even enough to go on in one thread. Give Java more"
                            + " with JAVA_OPTS, such as -Xmx8g. A training run goes on with --resume from its newest checkpoint."
                            + System.lineSeparator())
                    .getBytes(StandardCharsets.UTF_8);

    private static final long MILLIS_FOR_OTHERS = TimeUnit.SECONDS.toMillis(25);

    /** Jar whose code made a call, where that is known. */
    @FunctionalInterface
    public interface Jars {
        /** Name of the jar; empty where it is not known. */
        Optional<String> of(StackTraceElement call);
    }

    private static volatile Jars jars = call -> Optional.empty();

    private final PrintStream err;
    private volatile boolean asked;

    /**
     * Handles exceptions that end a thread. It keeps memory in reserve, because the check for an {@link OutOfMemoryError} may
     * load a class, which takes memory.
     */
    public static final class LastResort implements Thread.UncaughtExceptionHandler {

        private static final int RESERVE = 2 << 20;
        private static final byte[] NONE = {};

        private final byte[][] reserve = {new byte[RESERVE]};
        private final Thread.UncaughtExceptionHandler others;

        /** Makes one that hands everything but a want of memory on. */
        public LastResort(Thread.UncaughtExceptionHandler others) {
            this.others = others;
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            reserve[0] = NONE;
            if (thrown instanceof OutOfMemoryError) {
                outOfMemory();
            }
            others.uncaughtException(thread, thrown);
            reserve[0] = new byte[RESERVE];
        }
    }

    private ExitWatch(PrintStream err) {
        this.err = err;
    }

    /** Begins to watch. */
    public static ExitWatch begin() {
        ExitWatch watch = new ExitWatch(System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(watch::ending, "exit-watch"));
        return watch;
    }

    /** Notes where the classes of plugins come from, to name the jar in a message. */
    public static void plugins(Jars known) {
        jars = known;
    }

    /** 128 and the number of the signal that ends the process; 0 where none does. What was printed until then is flushed. */
    public static int statusOfSignal() {
        System.out.flush();
        System.err.flush();
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(SIGNALS::containsKey)
                .findFirst()
                .map(name -> 128 + SIGNALS.getOrDefault(name, 0))
                .orElse(0);
    }

    /** Ends the process on behalf of the command line. */
    public void exit(int status) {
        asked = true;
        System.exit(status);
    }

    /**
     * Ends the process with status 1 where a thread ended for want of memory: others may wait for it for ever, and even an
     * orderly end takes memory. Needs none itself.
     */
    public static void outOfMemory() {
        try {
            RAW_ERR.write(EXHAUSTED);
        } catch (IOException e) {
            Runtime.getRuntime().halt(ExitCode.SOFTWARE); // standard error is closed; the status says it
        }
        Runtime.getRuntime().halt(ExitCode.SOFTWARE);
    }

    private void ending() {
        if (asked) {
            return;
        }
        Optional<Map.Entry<Thread, StackTraceElement[]>> culprit = Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> callsExit(thread.getValue()))
                .findFirst();
        if (culprit.isEmpty()) {
            return; // a signal
        }
        err.println(message(culprit.get().getKey(), culprit.get().getValue()));
        err.flush();
        try {
            awaitOthers(culprit.get().getKey());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(NOT_ASKED_FOR);
    }

    /** True for the thread that runs the end of the process, if a call of {@code exit} made it. */
    private static boolean callsExit(StackTraceElement... stack) {
        List<String> calls = Arrays.stream(stack)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        return calls.contains("java.lang.ApplicationShutdownHooks.runHooks")
                && calls.contains("java.lang.Runtime.exit");
    }

    private static String message(Thread thread, StackTraceElement... stack) {
        List<StackTraceElement> callers = Arrays.stream(stack)
                .dropWhile(frame -> !frame.getMethodName().equals("exit"))
                .dropWhile(frame -> frame.getClassName().startsWith("java."))
                .toList();
        String caller = callers.stream()
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName()
                        + jars.of(frame).map(jar -> " in " + jar).orElse(""))
                .orElse("unknown code");
        return "The process was ended before its work was done: " + caller + ", on thread '" + thread.getName()
                + "', called System.exit. A plugin must not do that; its author can fix it. A training run goes on with --resume from"
                + " its newest checkpoint."
                + callers.stream()
                        .limit(5)
                        .map(frame -> System.lineSeparator() + "\tat " + frame)
                        .collect(Collectors.joining());
    }

    /**
     * Waits until those that bring native code and processes to rest are done, for halting ends them, too.
     *
     * @param ending the thread that starts all of them, and then waits for each
     */
    private static void awaitOthers(Thread ending) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_FOR_OTHERS);
        while (ending.getState() != Thread.State.WAITING && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(AT_EXIT)) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        }
    }
}
