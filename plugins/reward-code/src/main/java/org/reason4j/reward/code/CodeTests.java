package org.reason4j.reward.code;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.code.run.RunLimits;
import org.reason4j.reward.code.run.Verdict;
import org.reason4j.reward.code.run.Workshop;
import org.reason4j.reward.code.suite.CodeBlock;
import org.reason4j.reward.code.suite.Comparison;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.reward.code.suite.SuiteReader;
import org.reason4j.reward.code.suite.TestSuite;
import org.reason4j.reward.code.suite.UnusableTestsException;

/**
 * Executes the program of a response in a sandbox, with the example's tests: {@link PassShare} of them is the reward.
 *
 * <p>A response without a program, a program that can't be compiled, and one that fails, takes too long or too much, have
 * failed their tests, which is a value. An example without usable tests is unscorable: it says nothing about a program. A
 * sandbox that does not start is a failure. Programs whose turn has not come by the deadline have no value in time.
 *
 * <p>Metrics: {@code code_tests/passed} (share of tests passed), {@code code_tests/no_program}, {@code
 * code_tests/compile_errors}, {@code code_tests/time_limit}, {@code code_tests/limits} (memory or output) and {@code
 * code_tests/crashed} (shares of responses), {@code code_tests/seconds} (time of a program with its tests), {@code
 * code_tests/unusable_tests} (responses without a score for lack of tests).
 *
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1, 2.2.2</a>
 */
public final class CodeTests implements Reward, AutoCloseable {

    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final int PARTS = 10;
    private static final String END_OF_THOUGHT = "</think>";

    private final CodeTestsConfig config;
    private final Metrics metrics;
    private final Workshop workshop;
    private final ExecutorService threads;

    /** Finds sandbox and interpreters, and tries them. */
    @Inject
    public CodeTests(CodeTestsConfig config, Metrics metrics) throws IOException, InterruptedException {
        this.config = config;
        this.metrics = metrics;
        int parallel = config.parallel() == 0 ? Runtime.getRuntime().availableProcessors() : config.parallel();
        RunLimits limits = new RunLimits(
                nanos(config.seconds()),
                nanos(config.totalSeconds()),
                config.memoryMegabytes(),
                config.processes(),
                config.fileMegabytes(),
                config.outputKilobytes() * 1024);
        workshop = Workshop.open(new Workshop.Order(
                config.languages(),
                config.sandbox(),
                limits,
                new Comparison(config.comparison(), config.tolerance()),
                config.python(),
                config.node(),
                config.javaHome(),
                parallel,
                "code-tests"));
        threads = Executors.newFixedThreadPool(parallel, task -> {
            Thread thread = new Thread(task, "reason4j-code-tests");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Duration nanos(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(config.tests());
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        return score(group, Deadline.in(nanos(config.totalSeconds()).multipliedBy(1L + group.size())));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) throws InterruptedException {
        Duration given = deadline.remaining();
        TestSuite suite;
        Language language;
        try {
            language = language(group.prompt());
            TestSuite all = SuiteReader.read(config.tests(), group.prompt().fields());
            suite = config.firstTests() == 0 ? all : all.first(config.firstTests());
        } catch (UnusableTestsException e) {
            return Reward.perTrajectory(group, trajectory -> unusable(group.prompt(), e));
        }
        List<Future<Score>> running = new ArrayList<>();
        try {
            for (Trajectory trajectory : group.trajectories()) {
                running.add(threads.submit(() -> score(trajectory, language, suite)));
            }
            List<Score> scores = new ArrayList<>();
            for (Future<Score> one : running) {
                scores.add(await(one, deadline, given));
            }
            return scores;
        } finally {
            running.forEach(one -> one.cancel(true));
        }
    }

    private static Score await(Future<Score> one, Deadline deadline, Duration given) throws InterruptedException {
        try {
            Duration tenth = given.dividedBy(PARTS); // to return in time what there is
            Duration left = deadline.remaining().minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
            return one.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Score.TimedOut(given);
        } catch (ExecutionException e) {
            return Score.failed(String.valueOf(e.getCause() == null ? e : e.getCause()));
        }
    }

    private Language language(Prompt prompt) throws UnusableTestsException {
        Optional<String> named = prompt.field("language");
        if (named.isEmpty()) {
            return config.languages().get(0);
        }
        return named.flatMap(Language::ofTag)
                .filter(config.languages()::contains)
                .orElseThrow(() -> new UnusableTestsException("its field 'language' is '" + named.get()
                        + "', which is none of code-tests.languages, " + config.languages()));
    }

    private Score unusable(Prompt prompt, UnusableTestsException e) {
        metrics.add("code_tests/unusable_tests", 1);
        return Score.unscorable("Example '" + prompt.id() + "': " + e.reason());
    }

    private Score score(Trajectory trajectory, Language language, TestSuite suite)
            throws IOException, InterruptedException {
        Optional<String> program = program(trajectory.text(), language);
        metrics.mean("code_tests/no_program", program.isEmpty() ? 1 : 0);
        if (program.isEmpty()) {
            return Score.of(0);
        }
        long start = System.nanoTime();
        List<Verdict> verdicts;
        try {
            verdicts = workshop.run(language, program.get(), suite, config.credit() == CodeTestsConfig.Credit.ALL);
        } catch (UnusableTestsException e) {
            return unusable(trajectory.prompt(), e);
        }
        report(verdicts, (System.nanoTime() - start) / 1e9);
        return Score.of(value(verdicts, suite));
    }

    /** A class of tests has as many tests as methods, of the same weight. */
    private double value(List<Verdict> verdicts, TestSuite suite) {
        boolean[] passed = new boolean[verdicts.size()];
        double[] weights = new double[verdicts.size()];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = verdicts.get(i) == Verdict.PASSED;
            weights[i] = verdicts.size() == suite.size() ? suite.weights()[i] : 1;
        }
        return config.credit() == CodeTestsConfig.Credit.ALL
                ? PassShare.allOrNothing(passed)
                : PassShare.weighted(passed, weights);
    }

    private void report(List<Verdict> verdicts, double seconds) {
        long passed = verdicts.stream().filter(Verdict.PASSED::equals).count();
        metrics.mean("code_tests/passed", (double) passed / verdicts.size());
        metrics.mean("code_tests/compile_errors", share(verdicts, Verdict.COMPILE_ERROR));
        metrics.mean("code_tests/time_limit", share(verdicts, Verdict.TIME_LIMIT));
        metrics.mean("code_tests/limits", share(verdicts, Verdict.MEMORY_LIMIT, Verdict.OUTPUT_LIMIT));
        metrics.mean("code_tests/crashed", share(verdicts, Verdict.CRASHED));
        metrics.mean("code_tests/seconds", seconds);
    }

    private static double share(List<Verdict> verdicts, Verdict... kinds) {
        return verdicts.stream().anyMatch(List.of(kinds)::contains) ? 1 : 0;
    }

    private Optional<String> program(String text, Language language) {
        if (config.place() == CodeTestsConfig.Place.CODE_BLOCK) {
            return CodeBlock.last(text, List.of(language)).map(CodeBlock::code);
        }
        int thought = text.lastIndexOf(END_OF_THOUGHT);
        String answer = thought < 0 ? text : text.substring(thought + END_OF_THOUGHT.length());
        return answer.isBlank() ? Optional.empty() : Optional.of(answer.strip() + "\n");
    }

    /** Ends all programs. */
    @Override
    public void close() {
        threads.shutdownNow();
        workshop.close();
    }
}
