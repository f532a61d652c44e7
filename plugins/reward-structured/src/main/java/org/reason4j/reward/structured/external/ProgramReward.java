package org.reason4j.reward.structured.external;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;

/**
 * A program of yours that scores: for each group it reads a line of JSON, and writes one with the scores.
 *
 * <p>It is started at the first group and kept. Where it ends, breaks the protocol or misses the deadline, it is killed with
 * all that it started, the group has no score, and the next group starts another; after {@code restarts} such ends in a row,
 * none is started any more. It runs with your rights and your environment: it is trusted, not confined.
 *
 * <p>Metrics: {@code program/requests}, {@code program/starts}, {@code program/seconds} (mean time of a request).
 */
public final class ProgramReward implements Reward, AutoCloseable {

    /**
     * Settings of the program.
     *
     * @param command the program and its arguments; without one the reward is refused
     * @param workingPath directory in which it runs, relative to the recipe; absent for that of reason4j
     * @param environment variables beside those of reason4j
     * @param processes programs at a time, in [1, 256]; each reads one group at a time
     * @param timeoutSeconds time for a reply, in (0, 1e6]; the reward's {@code deadlineSeconds} in the recipe includes the
     *     wait for a free program
     * @param restarts ends in a row after which no program is started any more, at least 0
     */
    public record Config(
            List<String> command,
            Optional<String> workingPath,
            Map<String, String> environment,
            int processes,
            double timeoutSeconds,
            int restarts) {

        /** One program, with ten seconds for a group. */
        public static final Config DEFAULTS = new Config(List.of(), Optional.empty(), Map.of(), 1, 10, 3);

        public Config {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            check(processes >= 1 && processes <= 256, "program.processes must be in [1, 256], got %s", processes);
            check(
                    timeoutSeconds > 0 && timeoutSeconds <= 1e6,
                    "program.timeoutSeconds must be in (0, 1e6], got %s",
                    timeoutSeconds);
            check(restarts >= 0, "program.restarts must be at least 0, got %s", restarts);
        }

        Duration timeout() {
            return Duration.ofNanos(Math.round(timeoutSeconds * 1e9));
        }
    }

    private final Config config;
    private final Metrics metrics;
    private final Semaphore free;
    private final Deque<Checker> idle = new ConcurrentLinkedDeque<>();
    private final Set<Checker> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger endsInARow = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "reward program");
        thread.setDaemon(true);
        return thread;
    });
    private final Thread lastResort = new Thread(this::killAll, "reason4j-exit-rewards");
    private volatile String lastEnd = "";
    private volatile boolean closed;

    public ProgramReward(Config config, Metrics metrics) {
        check(
                !config.command().isEmpty() && !config.command().get(0).isBlank(),
                "program.command is missing; set it to the program that scores and its arguments, such as [python3,"
                        + " reward.py]");
        this.config = config;
        this.metrics = metrics;
        free = new Semaphore(config.processes(), true);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        return score(group, Deadline.in(config.timeout()));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) throws InterruptedException {
        Duration time = deadline.remaining();
        if (!free.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
            return Collections.nCopies(group.size(), new Score.TimedOut(time));
        }
        try {
            return judged(group, deadline.remaining(), time);
        } catch (IOException e) {
            return Collections.nCopies(group.size(), Score.failed(String.valueOf(e.getMessage())));
        } finally {
            free.release();
        }
    }

    private List<Score> judged(Group group, Duration left, Duration time) throws IOException, InterruptedException {
        Checker checker = checker();
        long start = System.nanoTime();
        metrics.add("program/requests", 1);
        try {
            Duration within = left.compareTo(config.timeout()) < 0 ? left : config.timeout();
            List<Score> scores = Exchange.scores(checker.ask(Exchange.request(group), within), group.size());
            endsInARow.set(0);
            idle.push(checker);
            metrics.mean("program/seconds", (System.nanoTime() - start) / 1e9);
            return scores;
        } catch (TimeoutException e) {
            ended(checker, "it did not answer within " + config.timeoutSeconds() + " seconds" + checker.told());
            return Collections.nCopies(
                    group.size(), new Score.TimedOut(left.compareTo(config.timeout()) < 0 ? time : config.timeout()));
        } catch (IOException | InterruptedException e) {
            checker.kill();
            ended(checker, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void ended(Checker checker, String reason) {
        running.remove(checker);
        lastEnd = reason;
        endsInARow.incrementAndGet();
    }

    /** Returns a running program: an idle one, or a new one. */
    private Checker checker() throws IOException {
        for (@Nullable Checker waiting = idle.poll(); waiting != null; waiting = idle.poll()) {
            if (waiting.isAlive()) {
                return waiting;
            }
            waiting.kill();
            running.remove(waiting);
        }
        if (endsInARow.get() > config.restarts()) {
            throw new IOException("the program '" + String.join(" ", config.command()) + "' is not started again after "
                    + endsInARow.get() + " ends in a row (program.restarts is " + config.restarts()
                    + "), the last because "
                    + lastEnd);
        }
        return start();
    }

    private Checker start() throws IOException {
        try {
            metrics.add("program/starts", 1);
            Checker checker = new Checker(config, threads);
            running.add(checker);
            if (closed) { // by another thread, which may have missed this one
                checker.kill();
                throw new IOException("the run has ended");
            }
            return checker;
        } catch (IOException e) {
            lastEnd = "it can't be started: " + e.getMessage();
            endsInARow.incrementAndGet();
            throw new IOException(
                    "the program '" + String.join(" ", config.command()) + "' can't be started: " + e.getMessage()
                            + ". Correct command or workingPath of the reward 'program'",
                    e);
        }
    }

    private void killAll() {
        running.forEach(Checker::kill);
    }

    /** Kills every program and all that they started. */
    @Override
    public void close() {
        closed = true;
        killAll();
        threads.shutdownNow();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) { // the JVM is ending, and the hook does the same again
            killAll();
        }
    }
}
