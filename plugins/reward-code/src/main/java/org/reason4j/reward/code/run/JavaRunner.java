package org.reason4j.reward.code.run;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reason4j.reward.code.sandbox.Sandbox.NoAnswerException;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Json;
import org.reason4j.reward.code.suite.TestSuite;
import org.reason4j.reward.code.suite.TestSuite.Asserts;
import org.reason4j.reward.code.suite.TestSuite.Calls;
import org.reason4j.reward.code.suite.TestSuite.Streams;
import org.reason4j.reward.code.suite.UnusableTestsException;
import org.reason4j.reward.code.worker.Wire;

/**
 * Java programs, in workers that compile and run one after the other.
 *
 * <p>Inputs and calls are judged here. A class of tests runs beside the program, in the same virtual machine, and the worker
 * says which tests threw nothing.
 */
final class JavaRunner implements Runner {

    private static final Duration COMPILATION = Duration.ofSeconds(10);

    private final JavaWorkers workers;
    private final RunLimits limits;
    private final Comparison comparison;

    JavaRunner(JavaWorkers workers, RunLimits limits, Comparison comparison) {
        this.workers = workers;
        this.limits = limits;
        this.comparison = comparison;
    }

    @Override
    public List<Verdict> run(String program, TestSuite suite, boolean stopEarly)
            throws IOException, InterruptedException, UnusableTestsException {
        if (suite instanceof Asserts asserts && asserts.statements().size() != 1) {
            throw new UnusableTestsException("its tests are a list of statements; Java programs are tested by a class");
        }
        try (Session session = new Session(program, suite)) {
            return session.verdicts(stopEarly);
        }
    }

    private interface Message {
        void write(DataOutputStream out) throws IOException;
    }

    private interface Judge {
        boolean holds(DataInputStream reply) throws IOException;
    }

    private record Test(Message message, Judge judge) {}

    private List<Test> tests(TestSuite suite) {
        if (suite instanceof Streams streams) {
            return streams.cases().stream().map(this::test).toList();
        }
        if (suite instanceof Calls calls) {
            return calls.calls().stream()
                    .map(call -> test(calls.function(), call))
                    .toList();
        }
        return List.of();
    }

    private Test test(Streams.Case one) {
        return new Test(
                out -> {
                    out.writeByte(Wire.STREAMS);
                    Wire.bytes(out, one.input().getBytes(StandardCharsets.UTF_8));
                },
                reply -> comparison.sameOutput(new String(Wire.bytes(reply), StandardCharsets.UTF_8), one.output()));
    }

    private Test test(String function, Calls.Call call) {
        return new Test(
                out -> {
                    out.writeByte(Wire.CALL);
                    Wire.text(out, function);
                    Wire.value(out, Json.read(call.arguments()));
                },
                reply -> {
                    Object value = Json.normal(Wire.value(reply));
                    return call.results().stream().anyMatch(result -> comparison.sameValue(value, result));
                });
    }

    /** The tests of one program, in one worker after the other. */
    private final class Session implements AutoCloseable {

        private final String program;
        private final TestSuite suite;
        private final long end =
                System.nanoTime() + limits.program().plus(COMPILATION).toNanos();
        private @Nullable JavaWorker worker;

        Session(String program, TestSuite suite) {
            this.program = program;
            this.suite = suite;
        }

        List<Verdict> verdicts(boolean stopEarly) throws IOException, InterruptedException {
            if (suite instanceof Asserts asserts) {
                return checks(asserts.statements().get(0));
            }
            return TestRuns.of(tests(suite), stopEarly, (number, test) -> verdict(test));
        }

        private Verdict verdict(Test test) throws IOException, InterruptedException {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return Verdict.TIME_LIMIT;
            }
            try {
                if (worker == null && !compile("")) {
                    return Verdict.COMPILE_ERROR;
                }
                Duration time = Duration.ofNanos(Math.min(left, limits.test().toNanos()));
                DataInputStream reply = running().ask(bytes(test.message()), time);
                Verdict ended = verdict(reply.readByte());
                return ended != Verdict.PASSED ? ended : test.judge().holds(reply) ? Verdict.PASSED : Verdict.WRONG;
            } catch (NoAnswerException e) {
                close();
                return Verdict.of(e.loss());
            }
        }

        private List<Verdict> checks(String tests) throws IOException, InterruptedException {
            try {
                if (!compile(tests)) {
                    return List.of(Verdict.COMPILE_ERROR);
                }
                DataInputStream reply = running().ask(bytes(out -> out.writeByte(Wire.CHECKS)), limits.program());
                int count = reply.readInt();
                List<Verdict> verdicts = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    verdicts.add(verdict(reply.readByte()));
                }
                return verdicts.isEmpty() ? List.of(Verdict.CRASHED) : verdicts;
            } catch (NoAnswerException e) {
                close();
                return List.of(Verdict.of(e.loss()));
            }
        }

        /** Compiles in another worker; false for a program that can't be compiled. */
        private boolean compile(String tests) throws IOException, InterruptedException, NoAnswerException {
            byte[] request = bytes(out -> {
                out.writeByte(Wire.COMPILE);
                Wire.text(out, program);
                Wire.text(out, tests);
            });
            JavaWorker taken = workers.take();
            worker = taken;
            DataInputStream reply = taken.ask(request, COMPILATION);
            return reply.readBoolean();
        }

        private JavaWorker running() {
            if (worker == null) {
                throw new IllegalStateException("nothing has been compiled");
            }
            return worker;
        }

        private Verdict verdict(byte status) {
            return switch (status) {
                case Wire.ENDED -> Verdict.PASSED;
                case Wire.TOO_MUCH_OUTPUT -> Verdict.OUTPUT_LIMIT;
                case Wire.OUT_OF_MEMORY -> Verdict.MEMORY_LIMIT;
                case Wire.ASSERTION_FAILED -> Verdict.WRONG;
                default -> Verdict.CRASHED;
            };
        }

        private byte[] bytes(Message message) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            message.write(new DataOutputStream(bytes));
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            if (worker != null) {
                workers.giveBack(worker);
                worker = null;
            }
        }
    }
}
