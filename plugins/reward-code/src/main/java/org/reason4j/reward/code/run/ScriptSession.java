package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reason4j.reward.code.sandbox.Limits;
import org.reason4j.reward.code.sandbox.Room;
import org.reason4j.reward.code.sandbox.Sandbox;
import org.reason4j.reward.code.sandbox.Sandbox.NoAnswerException;
import org.reason4j.reward.code.sandbox.Sandboxes;

/** One program in one sandbox after the other: a new one is started where the last was lost. */
final class ScriptSession implements AutoCloseable {

    private static final int SPARE_BYTES = 4096;

    private final Interpreter interpreter;
    private final Sandboxes sandboxes;
    private final RunLimits limits;
    private final Path directory;
    private final List<String> command;
    private final JobDirectory job;
    private @Nullable Sandbox sandbox;
    private byte[] mark = new byte[0];

    /**
     * Prepares a session.
     *
     * @param directory a directory of this process, with the scripts in {@code runner}
     * @param command what runs the program
     * @param job the program and its inputs
     */
    ScriptSession(
            Interpreter interpreter,
            Sandboxes sandboxes,
            RunLimits limits,
            Path directory,
            List<String> command,
            JobDirectory job) {
        this.interpreter = interpreter;
        this.sandboxes = sandboxes;
        this.limits = limits;
        this.directory = directory;
        this.command = command;
        this.job = job;
    }

    /**
     * What a run gave.
     *
     * @param output its output; empty if it is too long
     * @param status its exit status
     * @param tooLong true if there was more output than allowed
     */
    record Result(String output, String status, boolean tooLong) {}

    /** Runs the program with an input. */
    Result run(int number, Duration time) throws IOException, InterruptedException, NoAnswerException {
        Sandbox running = sandbox == null ? start() : sandbox;
        running.sendLine("run " + number, time);
        byte[] output = running.receiveUntil(mark, time);
        String status = new String(running.receiveUntil(new byte[] {'\n'}, time), StandardCharsets.UTF_8);
        return output.length > limits.outputBytes()
                ? new Result("", status, true)
                : new Result(new String(output, StandardCharsets.UTF_8), status, false);
    }

    private Sandbox start() throws IOException, InterruptedException {
        String secret = UUID.randomUUID().toString();
        List<String> program = new ArrayList<>(List.of("/bin/sh", "/runner/driver.sh"));
        program.addAll(command);
        Room room =
                interpreter.room().with("/runner", directory.resolve("runner")).with("/box", job.path());
        Limits bounds = limits.sandbox(interpreter.addressSpace());
        Sandbox started = sandboxes.start(room, bounds, program, limits.outputBytes() + SPARE_BYTES);
        try {
            started.sendLine(secret, RunLimits.START);
            started.receiveUntil((secret + " ready\n").getBytes(StandardCharsets.UTF_8), RunLimits.START);
        } catch (NoAnswerException e) {
            String words = started.lastWords();
            started.close();
            throw new IOException(
                    "A sandbox of " + sandboxes.mechanism().name() + " did not start: " + e.loss()
                            + (words.isEmpty() ? "" : ", " + words),
                    e);
        } catch (InterruptedException e) {
            started.close();
            throw e;
        }
        mark = ("\n" + secret + " ").getBytes(StandardCharsets.UTF_8);
        sandbox = started;
        return started;
    }

    /** Ends the sandbox, if there is one. */
    @Override
    public void close() {
        if (sandbox != null) {
            sandbox.close();
            sandbox = null;
        }
    }
}
