package org.reason4j.reward.structured.external;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running program that answers a line with a line. One request at a time; one that fails ends it.
 *
 * <p>Pipes can't be interrupted, so another thread reads and writes; the end of the process ends its wait.
 */
final class Checker {

    private static final int LONGEST_REPLY = 16 << 20;
    private static final long LAST_WORDS_MILLIS = 500;

    private final String command;
    private final ExecutorService threads;
    private final Family family = new Family();
    private final Process process;
    private final Writer input;
    private final BufferedReader output;
    private final LastLines errors;
    private final Future<?> errorsRead;

    /** Starts the program. */
    Checker(ProgramReward.Config config, ExecutorService threads) throws IOException {
        command = String.join(" ", config.command());
        this.threads = threads;
        ProcessBuilder builder = new ProcessBuilder(config.command());
        config.workingPath().ifPresent(path -> builder.directory(new java.io.File(path)));
        builder.environment().putAll(config.environment());
        family.mark(builder.environment());
        process = builder.start();
        input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8.newDecoder()));
        errors = new LastLines(process.getErrorStream());
        errorsRead = threads.submit(errors);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a line and returns the line that comes back; a failure, a missed deadline and an interruption end the program. */
    String ask(String request, Duration time) throws IOException, TimeoutException, InterruptedException {
        Future<String> exchange = threads.submit(() -> exchange(request));
        try {
            return exchange.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            kill();
            throw e;
        } catch (ExecutionException e) {
            throw broken(e.getCause() == null ? e : e.getCause());
        }
    }

    private String exchange(String request) throws IOException {
        if (output.ready()) {
            throw new IOException("it wrote a line without a request: " + Exchange.excerpt(line()));
        }
        input.write(request);
        input.write('\n');
        input.flush();
        return line();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = output.read(); next != '\n'; next = output.read()) {
            if (next < 0) {
                throw new IOException("its output ended");
            }
            if (line.length() == LONGEST_REPLY) {
                throw new IOException("it wrote a line of more than " + LONGEST_REPLY + " characters");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private IOException broken(Throwable cause) throws InterruptedException {
        boolean ended = process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        kill();
        String what = ended
                ? "ended with exit status " + process.exitValue() + " before it answered"
                : "was ended: " + cause.getMessage();
        return new IOException(String.format(Locale.ROOT, "the program '%s' %s%s", command, what, told()), cause);
    }

    /** What the program wrote last on its stderr. */
    String told() throws InterruptedException {
        try {
            errorsRead.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return errors.told(); // what is there so far
        }
        return errors.told();
    }

    /** Kills the program and all that it started. */
    void kill() {
        family.kill(process);
    }
}
