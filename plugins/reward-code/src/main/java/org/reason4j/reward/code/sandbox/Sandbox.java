package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs in a sandbox, and its pipes. One thread talks to it.
 *
 * <p>All processes in it end with it: they share a process namespace, whose first process is killed.
 */
public final class Sandbox implements AutoCloseable {

    private static final int MOST_ERROR_BYTES = 4000;
    private static final long END_MILLIS = 5000;
    private static final long EXIT_MILLIS = 500;

    private final Process process;
    private final Pump output;
    private final ProcessFamily family;
    private final ExecutorService threads;
    private final Runnable onClose;
    private volatile boolean tooMuchMemory;

    Sandbox(Process process, int mostOutputBytes, ExecutorService threads, Runnable onClose) {
        this.process = process;
        this.threads = threads;
        this.family = new ProcessFamily(process);
        this.onClose = onClose;
        this.output = new Pump(process.getInputStream(), mostOutputBytes, this::kill);
    }

    Runnable reader() {
        return output;
    }

    /** Why there is no answer. */
    public enum Loss {
        /** Not within the time. */
        LATE,
        /** The program ended before it. */
        ENDED,
        /** More output than allowed. */
        OUTPUT,
        /** More memory than allowed. */
        MEMORY
    }

    /** There is no answer. */
    public static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;

        private final Loss loss;

        public NoAnswerException(Loss loss) {
            super(loss.name());
            this.loss = loss;
        }

        /** Why. */
        public Loss loss() {
            return loss;
        }
    }

    /**
     * Sends bytes. Those that an ended program does not read are lost, which the answer tells; a program that does not read
     * within the time is ended.
     */
    public void send(byte[] bytes, Duration time) throws InterruptedException {
        Future<?> sending = threads.submit(() -> write(bytes));
        try {
            sending.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Writing to sandbox " + process.pid() + " failed", e);
        }
    }

    private void write(byte[] bytes) {
        OutputStream input = process.getOutputStream();
        try {
            input.write(bytes);
            input.flush();
        } catch (IOException e) { // it has ended or closed its input: the wait for an answer says what happened
            kill();
        }
    }

    /** Sends a line. */
    public void sendLine(String line, Duration time) throws InterruptedException {
        send((line + "\n").getBytes(StandardCharsets.UTF_8), time);
    }

    /** Waits for {@code mark} and returns the bytes before it. */
    public byte[] receiveUntil(byte[] mark, Duration time) throws NoAnswerException, InterruptedException {
        require(output.awaitMark(mark, System.nanoTime() + time.toNanos()));
        return output.before(mark);
    }

    /** Waits for that many bytes. */
    public byte[] receive(int count, Duration time) throws NoAnswerException, InterruptedException {
        require(output.awaitBytes(count, System.nanoTime() + time.toNanos()));
        return output.take(count);
    }

    /** A program that closed its output is about to end; its status is lost if it is killed before. */
    private void awaitExit() throws InterruptedException {
        process.waitFor(EXIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The program's exit status, once it has ended by itself; else a number that no program chooses. */
    public int exitStatus() throws InterruptedException {
        return process.waitFor(EXIT_MILLIS, TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    private void require(Pump.Wait wait) throws NoAnswerException, InterruptedException {
        if (wait == Pump.Wait.FOUND) {
            return;
        }
        if (wait == Pump.Wait.ENDED && !output.isOverflown()) {
            awaitExit();
        }
        kill();
        if (tooMuchMemory) {
            throw new NoAnswerException(Loss.MEMORY);
        }
        if (output.isOverflown()) {
            throw new NoAnswerException(Loss.OUTPUT);
        }
        throw new NoAnswerException(wait == Pump.Wait.LATE ? Loss.LATE : Loss.ENDED);
    }

    /** What the program had written when it ended, for messages. */
    public String lastWords() {
        try {
            kill();
            process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
            byte[] errors = process.getErrorStream().readNBytes(MOST_ERROR_BYTES);
            return new String(errors, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** True as long as the program runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the program has ended or the time is over. */
    void awaitEnd(Duration time) throws InterruptedException {
        process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Resident memory of all its processes. */
    long residentBytes() {
        return family.residentBytes();
    }

    void endForMemory() {
        tooMuchMemory = true;
        kill();
    }

    /** Kills all processes in it. */
    public void kill() {
        family.kill();
    }

    /** The process that holds the sandbox, seen from outside. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
        onClose.run();
        process.destroyForcibly(); // closes the pipes
    }
}
