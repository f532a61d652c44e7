package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.reward.code.sandbox.Sandbox.NoAnswerException;
import org.reason4j.reward.code.sandbox.Sandboxes;

/** Runs programs of an interpreter for what they print: each in a sandbox of its own, without an input. */
final class Console {

    private final Interpreter interpreter;
    private final Sandboxes sandboxes;
    private final RunLimits limits;
    private final Path directory;

    Console(Interpreter interpreter, Sandboxes sandboxes, RunLimits limits, Path directory) {
        this.interpreter = interpreter;
        this.sandboxes = sandboxes;
        this.limits = limits;
        this.directory = directory;
    }

    /** Runs a program; what it writes on standard error follows its output in the order of writing. */
    Printed run(String program) throws IOException, InterruptedException {
        try (JobDirectory job = JobDirectory.create(directory)) {
            job.write("program", program);
            job.write("in/0", "");
            try (ScriptSession session = new ScriptSession(interpreter, sandboxes, limits, directory, command(), job)) {
                ScriptSession.Result result = session.run(0, limits.test());
                return result.tooLong()
                        ? Printed.lost(Verdict.OUTPUT_LIMIT)
                        : new Printed(
                                result.status().equals("0") ? Verdict.PASSED : Verdict.CRASHED,
                                result.output(),
                                result.status());
            } catch (NoAnswerException e) {
                return Printed.lost(Verdict.of(e.loss()));
            }
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "/runner/console.sh"));
        command.addAll(interpreter.command());
        command.add(interpreter.suffix().equals("py") ? "/runner/console.py" : "/box/program");
        return command;
    }
}
