package org.reason4j.environment.mcp.server;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The process of a server and its pipes: lines in, lines out.
 *
 * <p>It runs with a cleaned environment in a directory of its own, and all that it starts ends with it.
 */
final class ServerProcess {

    private static final int LONGEST_LINE = 1 << 22;
    private static final long LAST_WORDS_MILLIS = 1000;
    private static final List<String> KEPT = List.of("PATH", "LANG", "LC_ALL", "TZ");

    /** Without these, programs do not start on Windows. */
    private static final List<String> KEPT_ON_WINDOWS = List.of("SystemRoot", "SystemDrive", "ComSpec", "PATHEXT");

    private static final List<String> DIRECTORIES = List.of("HOME", "TMPDIR", "TEMP", "TMP");

    private final ServerConfig config;
    private final ExecutorService threads;
    private final ServerFamily family = new ServerFamily();
    private final OwnDirectory directory;
    private final Process process;
    private final CompletableFuture<Process> gone;
    private final BufferedReader output;
    private final LastLines errors;
    private final Future<?> errorsRead;

    /** Starts the process; throws an {@link IOException} if the command cannot be started. */
    ServerProcess(ServerConfig config, ExecutorService threads) throws IOException {
        this.config = config;
        this.threads = threads;
        directory = OwnDirectory.create();
        process = start();
        gone = process.onExit().thenApplyAsync(ended -> leaveNothing(), threads);
        output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8.newDecoder()));
        errors = new LastLines(process.getErrorStream());
        errorsRead = submit(errors);
    }

    private Process start() throws IOException {
        try {
            ProcessBuilder builder = new ProcessBuilder(config.command());
            builder.directory(
                    config.workingPath().map(Path::of).orElse(directory.path()).toFile());
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(variables(config, System.getenv(), directory.path()));
            family.mark(environment);
            return builder.start();
        } catch (IOException e) {
            directory.delete();
            throw e;
        }
    }

    /** Returns the variables of a server; keys in the environment of reason4j are not among them. */
    static Map<String, String> variables(ServerConfig config, Map<String, String> own, Path home) {
        Map<String, String> environment = new LinkedHashMap<>();
        KEPT.forEach(name -> pass(own, name, environment));
        KEPT_ON_WINDOWS.forEach(name -> pass(own, name, environment));
        DIRECTORIES.forEach(name -> environment.put(name, home.toString()));
        config.passEnvironment().forEach(name -> pass(own, name, environment));
        environment.putAll(config.environment());
        return environment;
    }

    private static void pass(Map<String, String> own, String name, Map<String, String> environment) {
        @Nullable String value = own.get(name);
        if (value != null) {
            environment.put(name, value);
        }
    }

    private Future<?> submit(Runnable work) throws IOException {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            leaveNothing();
            throw new IOException("the run has ended", e);
        }
    }

    /** Kills the process and all that it started, and deletes its directory. */
    Process leaveNothing() {
        kill();
        directory.delete();
        return process;
    }

    /** Kills the process and all that it started. */
    void kill() {
        family.kill(process);
    }

    /** Completes when the process has ended by itself or was killed. */
    CompletableFuture<Process> ended() {
        return process.onExit();
    }

    /** Completes after that, when nothing that it started is left. */
    CompletableFuture<Process> gone() {
        return gone;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the exit of a process that has closed its output; returns false if it does not come. */
    boolean exitsWithin(double seconds) throws InterruptedException {
        return process.waitFor(Math.max(1, Math.round(seconds * 1000)), TimeUnit.MILLISECONDS);
    }

    int exitValue() {
        return process.exitValue();
    }

    /** Writes a line; waits until the server reads. */
    synchronized void write(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Reads a line of bounded length; throws an {@link EOFException} at the end of the output. */
    String read() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = output.read(); next != '\n'; next = output.read()) {
            if (next < 0) {
                throw new EOFException("its output ended");
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("it wrote a line of more than " + LONGEST_LINE + " characters");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** The last lines on stderr, after the process's exit. */
    String lastWords() throws InterruptedException {
        try {
            errorsRead.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) { // a child process still writes there; the lines so far suffice
            errorsRead.cancel(true);
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading stderr of " + config.described() + " failed", e);
        }
        return errors.text().isEmpty()
                ? ". It wrote nothing on stderr"
                : ". Its last lines on stderr:\n" + errors.text();
    }

    /** Ends the process's input, which asks a server to end, and kills it after the grace period. */
    CompletableFuture<Process> end() {
        try {
            threads.execute(this::closeInput); // waits for a writer that the server does not read from
        } catch (RejectedExecutionException e) { // the run has ended
            kill();
        }
        return process.onExit()
                .orTimeout(Math.round(config.graceSeconds() * 1000), TimeUnit.MILLISECONDS)
                .handle((ended, late) -> {
                    kill();
                    return gone;
                })
                .thenCompose(all -> all);
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) { // it has ended already
            kill();
        }
    }
}
