package org.reason4j.reward.code.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.reward.code.sandbox.Room;
import org.reason4j.reward.code.sandbox.Sandbox;
import org.reason4j.reward.code.sandbox.Sandbox.Loss;
import org.reason4j.reward.code.sandbox.Sandbox.NoAnswerException;
import org.reason4j.reward.code.sandbox.Sandboxes;
import org.reason4j.reward.code.suite.Json;
import org.reason4j.reward.code.suite.TestSuite;
import org.reason4j.reward.code.suite.TestSuite.Asserts;
import org.reason4j.reward.code.suite.UnusableTestsException;

/**
 * Statements that assert something about a Python program: the statements are executed in one sandbox, the program in
 * another, and this process passes calls and their results, which are data, between them. So the program sees the arguments of
 * calls and nothing else of the tests, and equality is decided where it has no code.
 */
final class AssertRunner implements Runner {

    private static final byte[] LINE_END = {'\n'};
    private static final String DEAD = "{\"dead\":true}";

    private final Interpreter python;
    private final Sandboxes sandboxes;
    private final RunLimits limits;
    private final Path directory;

    AssertRunner(Interpreter python, Sandboxes sandboxes, RunLimits limits, Path directory) {
        this.python = python;
        this.sandboxes = sandboxes;
        this.limits = limits;
        this.directory = directory;
    }

    @Override
    public List<Verdict> run(String program, TestSuite suite, boolean stopEarly)
            throws IOException, InterruptedException, UnusableTestsException {
        if (!(suite instanceof Asserts asserts)) {
            throw new IllegalArgumentException("expected assert statements, got " + suite.getClass());
        }
        Map<String, Object> tests = new LinkedHashMap<>();
        tests.put("setup", asserts.setup());
        tests.put("entry", asserts.entryPoint());
        tests.put("statements", asserts.statements());
        try (JobDirectory ofTests = JobDirectory.create(directory);
                JobDirectory ofProgram = JobDirectory.create(directory)) {
            ofTests.write("tests.json", Json.write(tests));
            ofProgram.write("program", program);
            try (Sandbox tester = start("assertions.py", ofTests);
                    Sandbox served = start("serve.py", ofProgram)) {
                return new Dialogue(tester, served, asserts.size()).verdicts(stopEarly);
            }
        }
    }

    private Sandbox start(String script, JobDirectory job) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(python.command());
        command.add("/runner/" + script);
        Room room = python.room().with("/runner", directory.resolve("runner")).with("/box", job.path());
        return sandboxes.start(room, limits.sandbox(python.addressSpace()), command, limits.outputBytes());
    }

    /** The messages between the tests and a program. */
    private final class Dialogue {

        private final Sandbox tester;
        private final Sandbox program;
        private final int tests;
        private final long end =
                System.nanoTime() + limits.program().plus(RunLimits.START).toNanos();
        private Verdict failure = Verdict.WRONG;

        Dialogue(Sandbox tester, Sandbox program, int tests) {
            this.tester = tester;
            this.program = program;
            this.tests = tests;
        }

        List<Verdict> verdicts(boolean stopEarly) throws IOException, InterruptedException, UnusableTestsException {
            String ready = ofTester(RunLimits.START);
            requireUsable(ready);
            String names;
            try {
                names = line(program, RunLimits.START.plus(limits.test()));
            } catch (NoAnswerException e) {
                return Collections.nCopies(tests, afterLoading(e.loss()));
            }
            tester.sendLine(names, RunLimits.START);
            List<Verdict> verdicts = new ArrayList<>();
            while (verdicts.size() < tests) {
                Verdict verdict = verdict();
                verdicts.add(verdict);
                if (verdict != Verdict.PASSED && stopEarly) {
                    break;
                }
                tester.sendLine("{}", RunLimits.START);
            }
            verdicts.addAll(Collections.nCopies(tests - verdicts.size(), Verdict.NOT_RUN));
            return verdicts;
        }

        /** The program ended while it was loaded: it may be none. */
        private Verdict afterLoading(Loss loss) throws IOException, InterruptedException {
            return loss == Loss.ENDED && program.exitStatus() == ScriptRunner.SYNTAX_ERROR
                    ? Verdict.COMPILE_ERROR
                    : Verdict.of(loss);
        }

        /** Passes calls on until the test has a verdict. */
        private Verdict verdict() throws IOException, InterruptedException, UnusableTestsException {
            long testEnd = Math.min(end, System.nanoTime() + limits.test().toNanos());
            failure = Verdict.WRONG;
            while (true) {
                Duration left = Duration.ofNanos(Math.max(1, testEnd - System.nanoTime()));
                String message;
                try {
                    message = line(tester, left);
                } catch (NoAnswerException e) { // results that no test copes with, such as text that never ends
                    return e.loss() == Loss.ENDED ? Verdict.CRASHED : Verdict.of(e.loss());
                }
                requireUsable(message);
                if (message.startsWith("{\"passed\"")) {
                    boolean passed = message.contains("true") && failure == Verdict.WRONG;
                    return passed ? Verdict.PASSED : failure;
                }
                tester.sendLine(answer(message, testEnd), left);
            }
        }

        private String answer(String call, long testEnd) throws InterruptedException {
            try {
                Duration left = Duration.ofNanos(Math.max(1, testEnd - System.nanoTime()));
                program.sendLine(call, left);
                String answer = line(program, left);
                Json.read(answer);
                return answer;
            } catch (NoAnswerException e) {
                failure = Verdict.of(e.loss());
                return DEAD;
            } catch (IOException e) { // the program wrote something else in place of its result
                program.kill();
                failure = Verdict.CRASHED;
                return DEAD;
            }
        }

        private String ofTester(Duration time) throws IOException, InterruptedException {
            try {
                return line(tester, time);
            } catch (NoAnswerException e) {
                throw new IOException(
                        "A sandbox of " + sandboxes.mechanism().name() + " for tests did not start: " + e.loss() + " "
                                + tester.lastWords(),
                        e);
            }
        }

        private void requireUsable(String message) throws IOException, UnusableTestsException {
            if (message.startsWith("{\"unusable\"")) {
                throw new UnusableTestsException("its tests can't be executed: " + Json.read(message));
            }
        }

        private String line(Sandbox sandbox, Duration time) throws NoAnswerException, InterruptedException {
            return new String(sandbox.receiveUntil(LINE_END, time), StandardCharsets.UTF_8);
        }
    }
}
