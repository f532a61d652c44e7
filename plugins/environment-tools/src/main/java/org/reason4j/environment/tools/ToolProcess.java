package org.reason4j.environment.tools;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A process that answers a line with a line. One call at a time; a failure ends it.
 *
 * <p>Pipes are not interruptible, so another thread reads and writes; the end of the process ends that thread's wait.
 */
final class ToolProcess {

    private static final int LONGEST_LINE = 1 << 20;
    private static final int QUOTED_CHARACTERS = 200;
    private static final long LAST_WORDS_MILLIS = 1000;

    private final ToolConfig config;
    private final ExecutorService threads;
    private final ProgramFamily family = new ProgramFamily();
    private final OwnDirectory directory;
    private final Process process;
    private final CompletableFuture<Process> gone;
    private final Writer input;
    private final BufferedReader output;
    private final LastLines errors;
    private final Future<?> errorsRead;

    /** Starts the process; throws an {@link IOException} if the command cannot be started. */
    ToolProcess(ToolConfig config, ExecutorService threads) throws IOException {
        this.config = config;
        this.threads = threads;
        directory = OwnDirectory.create();
        process = start();
        gone = process.onExit().thenApplyAsync(ended -> leaveNothing(), threads);
        input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8.newDecoder()));
        errors = new LastLines(process.getErrorStream());
        errorsRead = readErrors();
    }

    private Process start() throws IOException {
        try {
            ProcessBuilder builder = new ProcessBuilder(config.command());
            builder.directory(
                    config.workingPath().map(Path::of).orElse(directory.path()).toFile());
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(ProgramEnvironment.of(config, System.getenv(), directory));
            family.mark(environment);
            return builder.start();
        } catch (IOException e) {
            directory.delete();
            throw e;
        }
    }

    /** Kills the process and all that it started, and deletes its directory. */
    Process leaveNothing() {
        kill();
        directory.delete();
        return process;
    }

    private Future<?> readErrors() throws IOException {
        try {
            return threads.submit(errors);
        } catch (RejectedExecutionException e) {
            kill();
            throw new IOException("the run has ended", e);
        }
    }

    /** Completes after the process's exit, when nothing that it started is left. */
    CompletableFuture<Process> onExit() {
        return gone;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a request and returns the answer. A failure, a missed deadline or an interruption kills the process. */
    Answer call(String request, long deadlineMillis) throws ToolFailure, InterruptedException {
        try {
            return answered(request, deadlineMillis);
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
    }

    private Answer answered(String request, long deadlineMillis) throws ToolFailure, InterruptedException {
        Future<String> exchange = threads.submit(() -> exchange(request));
        try {
            return answer(exchange.get(deadlineMillis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            kill();
            throw new ToolFailure(
                    describe() + " did not answer within " + config.deadlineSeconds() + " seconds and was killed"
                            + lastWords(),
                    e);
        } catch (ExecutionException e) {
            throw broken(e.getCause() == null ? e : e.getCause());
        }
    }

    private String exchange(String request) throws IOException {
        if (output.ready()) {
            throw new IOException("it wrote a line without a request: " + quoted(line()));
        }
        try {
            input.write(request);
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            throw endOfProgram(e);
        }
        return line();
    }

    /** Reads a line of bounded length. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
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

    private int read() throws IOException {
        try {
            return output.read();
        } catch (CharacterCodingException e) {
            throw new IOException("it wrote bytes that are not UTF-8", e);
        }
    }

    private static EOFException endOfProgram(IOException cause) {
        EOFException end = new EOFException("its input is closed");
        end.initCause(cause);
        return end;
    }

    private Answer answer(String line) throws ToolFailure, InterruptedException {
        try {
            return JsonLines.answer(line);
        } catch (IOException e) {
            kill();
            throw new ToolFailure(
                    describe() + " wrote a reply that can't be read: " + firstLine(e) + ". The reply: " + quoted(line)
                            + lastWords(),
                    e);
        }
    }

    /** The failure of a process that ended, closed a pipe or wrote an invalid line. */
    private ToolFailure broken(Throwable cause) throws InterruptedException {
        boolean ended = cause instanceof EOFException && process.waitFor(graceMillis(), TimeUnit.MILLISECONDS);
        kill();
        String what = ended
                ? " ended with exit code " + process.exitValue() + " before it answered"
                : " was killed: " + firstLine(cause);
        return new ToolFailure(describe() + what + lastWords(), cause);
    }

    private String describe() {
        return "Program '" + config.commandLine() + "' of tool '" + config.name() + "'";
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String quoted(String line) {
        return "'" + (line.length() > QUOTED_CHARACTERS ? line.substring(0, QUOTED_CHARACTERS) + "..." : line) + "'";
    }

    /** The last lines on stderr, after the process's exit. */
    private String lastWords() throws InterruptedException {
        try {
            errorsRead.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) { // a child process still writes there; the lines so far suffice
            errorsRead.cancel(true);
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading stderr of " + describe() + " failed", e);
        }
        return errors.text().isEmpty()
                ? ". It wrote nothing on stderr"
                : ". Its last lines on stderr:\n" + errors.text();
    }

    private long graceMillis() {
        return Math.round(config.graceSeconds() * 1000);
    }

    /**
     * Asks the process and its children to end, and kills them after the grace period; completes when nothing that it
     * started is left.
     */
    CompletableFuture<Process> end() {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        return process.onExit()
                .orTimeout(graceMillis(), TimeUnit.MILLISECONDS)
                .handle((ended, late) -> {
                    children.forEach(ProcessHandle::destroyForcibly);
                    kill();
                    return gone;
                })
                .thenCompose(Function.identity());
    }

    /** Kills the process and all that it started. */
    void kill() {
        family.kill(process);
    }
}
