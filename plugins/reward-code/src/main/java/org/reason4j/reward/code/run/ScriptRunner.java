package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.reward.code.sandbox.Sandbox.NoAnswerException;
import org.reason4j.reward.code.sandbox.Sandboxes;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Json;
import org.reason4j.reward.code.suite.TestSuite;
import org.reason4j.reward.code.suite.TestSuite.Calls;
import org.reason4j.reward.code.suite.TestSuite.Streams;
import org.reason4j.reward.code.suite.UnusableTestsException;

/**
 * Programs of an interpreter: one sandbox for a program, one process of the interpreter for each test. What a test leaves
 * running is killed before the next. A test that ends the sandbox costs a new one.
 */
final class ScriptRunner implements Runner {

    static final int SYNTAX_ERROR = 98;

    private final Interpreter interpreter;
    private final Sandboxes sandboxes;
    private final RunLimits limits;
    private final Comparison comparison;
    private final Path directory;

    /**
     * Makes a runner.
     *
     * @param directory a directory of this process, with the scripts in {@code runner}
     */
    ScriptRunner(
            Interpreter interpreter, Sandboxes sandboxes, RunLimits limits, Comparison comparison, Path directory) {
        this.interpreter = interpreter;
        this.sandboxes = sandboxes;
        this.limits = limits;
        this.comparison = comparison;
        this.directory = directory;
    }

    @Override
    public List<Verdict> run(String program, TestSuite suite, boolean stopEarly)
            throws IOException, InterruptedException, UnusableTestsException {
        List<String> command = new ArrayList<>(interpreter.command());
        List<Test> tests = tests(suite, command);
        try (JobDirectory job = JobDirectory.create(directory)) {
            job.write("program", program);
            for (int i = 0; i < tests.size(); i++) {
                job.write("in/" + i, tests.get(i).input());
            }
            try (Session session = new Session(command, job)) {
                return TestRuns.of(tests, stopEarly, session::verdict);
            }
        }
    }

    private interface Check {
        boolean holds(String output);
    }

    private record Test(String input, Check check) {}

    private List<Test> tests(TestSuite suite, List<String> command) throws UnusableTestsException {
        boolean shell = interpreter.suffix().equals("sh");
        if (suite instanceof Streams streams) {
            command.add(shell ? 0 : command.size(), "/runner/stdin." + interpreter.suffix());
            if (shell) {
                command.add(0, "/bin/sh");
            }
            return streams.cases().stream()
                    .map(one -> new Test(one.input(), output -> comparison.sameOutput(output, one.output())))
                    .toList();
        }
        if (suite instanceof Calls calls && !shell) {
            command.addAll(List.of("/runner/call." + interpreter.suffix(), calls.function()));
            return calls.calls().stream()
                    .map(one -> new Test(one.arguments(), output -> isResult(output, one)))
                    .toList();
        }
        throw new UnusableTestsException("its tests are "
                + (suite instanceof Calls ? "calls of a function" : "assert statements") + ", which programs of "
                + interpreter.suffix() + " can't be given");
    }

    private boolean isResult(String output, Calls.Call call) {
        try {
            Object value = Json.read(output.strip());
            return call.results().stream().anyMatch(result -> comparison.sameValue(value, result));
        } catch (IOException e) { // the program wrote something else in place of its result
            return false;
        }
    }

    /** The tests of one program, in one sandbox after the other. */
    private final class Session implements AutoCloseable {

        private final ScriptSession session;
        private final long end = System.nanoTime() + limits.program().toNanos();

        Session(List<String> command, JobDirectory job) {
            session = new ScriptSession(interpreter, sandboxes, limits, directory, command, job);
        }

        private Verdict verdict(int number, Test test) throws IOException, InterruptedException {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return Verdict.TIME_LIMIT;
            }
            try {
                return verdict(
                        test,
                        session.run(
                                number,
                                Duration.ofNanos(Math.min(left, limits.test().toNanos()))));
            } catch (NoAnswerException e) {
                close();
                return Verdict.of(e.loss());
            }
        }

        private Verdict verdict(Test test, ScriptSession.Result result) {
            if (result.tooLong()) {
                return Verdict.OUTPUT_LIMIT;
            }
            if (!result.status().equals("0")) {
                return result.status().equals(String.valueOf(SYNTAX_ERROR)) ? Verdict.COMPILE_ERROR : Verdict.CRASHED;
            }
            return test.check().holds(result.output()) ? Verdict.PASSED : Verdict.WRONG;
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
