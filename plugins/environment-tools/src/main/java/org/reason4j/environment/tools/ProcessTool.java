package org.reason4j.environment.tools;

import java.io.IOException;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program as a tool: one process for each episode that calls it, or a pool for all episodes.
 *
 * <p>The first process is started at once, so that a wrong command is reported before training begins. Every process
 * ends with {@link #close}, or with the JVM.
 */
final class ProcessTool implements Tool {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTool.class);
    private static final long KILLED_WITHIN_MILLIS = 5_000;

    private final ToolConfig config;
    private final ExecutorService threads;
    private final Semaphore free;
    private final Deque<ToolProcess> idle = new ConcurrentLinkedDeque<>();
    private final Set<ToolProcess> running = ConcurrentHashMap.newKeySet();
    private final Thread lastResort =
            new Thread(() -> running.forEach(ToolProcess::leaveNothing), "reason4j-exit-tools");
    private volatile boolean closed;

    /** Starts the first process. */
    ProcessTool(ToolConfig config) {
        ProgramEnvironment.check(config, System.getenv());
        this.config = config;
        this.free = new Semaphore(config.poolSize() == 0 ? Integer.MAX_VALUE : config.poolSize(), true);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "tool " + config.name());
            thread.setDaemon(true);
            return thread;
        });
        if (!ProgramFamily.findsOrphans()) {
            LOG.warn(
                    "On this system, processes that a program of tool '{}' leaves behind are not found, and go on",
                    config.name());
        }
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            idle.add(start());
        } catch (IOException e) {
            close();
            throw new ConfigException(
                    "The program of tool '" + config.name() + "' can't be started: " + e.getMessage()
                            + ". Correct command or workingPath under environment.config.tools.",
                    e);
        }
    }

    private ToolProcess start() throws IOException {
        ToolProcess process = new ToolProcess(config, threads);
        running.add(process);
        process.onExit().thenRun(() -> running.remove(process));
        if (closed) { // by another thread, which may have missed this process
            process.end();
            throw new IOException("the run has ended");
        }
        return process;
    }

    @Override
    public Session begin(EpisodeKey episode) {
        return config.poolSize() == 0 ? new OwnProgram(episode) : new PooledProgram(episode);
    }

    /** Returns a running process: an idle one, or a new one. */
    private ToolProcess program() throws ToolFailure {
        for (ToolProcess waiting = idle.poll(); waiting != null; waiting = idle.poll()) {
            if (waiting.isAlive()) {
                return waiting;
            }
            LOG.warn("A program of tool '{}' ended while it waited for a call; another one is started", config.name());
        }
        try {
            return start();
        } catch (IOException e) {
            throw new ToolFailure("Program '" + config.commandLine() + "' can't be started: " + e.getMessage(), e);
        }
    }

    private long deadlineMillis() {
        return Math.max(1, Math.round(config.deadlineSeconds() * 1000));
    }

    /** One process for all calls of an episode, from the first on. */
    private final class OwnProgram implements Session {

        private final EpisodeKey episode;
        private final AtomicReference<@Nullable ToolProcess> process = new AtomicReference<>();
        private volatile boolean over;

        OwnProgram(EpisodeKey episode) {
            this.episode = episode;
        }

        @Override
        public Answer answer(Call call, int turn) throws ToolFailure, InterruptedException {
            ToolProcess own = process.get();
            if (own == null) {
                own = program();
                process.set(own);
            }
            if (over) { // a late call must not leave a process behind
                close();
            }
            return own.call(JsonLines.request(call, episode, turn), deadlineMillis());
        }

        @Override
        public void close() {
            over = true;
            ToolProcess own = process.getAndSet(null);
            if (own != null) {
                own.end();
            }
        }
    }

    /** Any process of the pool for each call. */
    private final class PooledProgram implements Session {

        private final EpisodeKey episode;

        PooledProgram(EpisodeKey episode) {
            this.episode = episode;
        }

        @Override
        public Answer answer(Call call, int turn) throws ToolFailure, InterruptedException {
            if (!free.tryAcquire(deadlineMillis(), TimeUnit.MILLISECONDS)) {
                throw new ToolFailure(
                        "All " + config.poolSize() + " programs of tool '" + config.name() + "' were busy for "
                                + config.deadlineSeconds() + " seconds; raise poolSize or deadlineSeconds");
            }
            try {
                ToolProcess borrowed = program();
                Answer answer = borrowed.call(JsonLines.request(call, episode, turn), deadlineMillis());
                idle.add(borrowed);
                return answer;
            } finally {
                free.release();
            }
        }
    }

    /** Ends all processes and waits for their exit. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> gone =
                CompletableFuture.allOf(running.stream().map(ToolProcess::end).toArray(CompletableFuture<?>[]::new));
        try {
            gone.get(Math.round(config.graceSeconds() * 1000) + KILLED_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            running.forEach(ToolProcess::leaveNothing);
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "Programs '" + config.commandLine() + "' of tool '" + config.name() + "' can't be ended", e);
        } finally {
            threads.shutdownNow();
            forgetLastResort();
        }
    }

    private void forgetLastResort() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) { // the JVM is ending, and the hook repeats the work of close
            running.forEach(ToolProcess::leaveNothing);
        }
    }
}
