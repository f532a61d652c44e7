package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts sandboxes, watches their memory and ends them all when it is closed or this process ends.
 *
 * <p>One thread starts all processes and lives as long as they: the kernel kills them with the thread that started them,
 * so that nothing survives this process, not even if it is killed itself.
 */
public final class Sandboxes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
    private static final long WATCH_MILLIS = 100;
    private static final long START_SECONDS = 30;
    private static final long MEGABYTE = 1024L * 1024;

    private final Mechanism mechanism;
    private final ExecutorService starter =
            Executors.newSingleThreadExecutor(task -> daemon(task, "reason4j-sandbox-start"));
    private final ExecutorService readers =
            Executors.newCachedThreadPool(task -> daemon(task, "reason4j-sandbox-reader"));
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "reason4j-sandbox-memory"));
    private final Map<Sandbox, Long> running = new ConcurrentHashMap<>();

    /** Makes a starter of sandboxes. */
    public Sandboxes(Mechanism mechanism) {
        this.mechanism = mechanism;
        watch.scheduleWithFixedDelay(this::endTheGreedy, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void endTheGreedy() {
        running.forEach((sandbox, bytes) -> {
            if (sandbox.residentBytes() > bytes) {
                sandbox.endForMemory();
            }
        });
    }

    /** The mechanism of its sandboxes. */
    public Mechanism mechanism() {
        return mechanism;
    }

    /**
     * Starts a program in a sandbox of its own.
     *
     * @param mostOutputBytes output that may wait to be read; more ends the sandbox
     * @throws IOException if the sandbox can't be started
     */
    public Sandbox start(Room room, Limits limits, List<String> program, int mostOutputBytes)
            throws IOException, InterruptedException {
        Mechanism.Launch launch = mechanism.launch(room, limits, program);
        ProcessBuilder builder = new ProcessBuilder(launch.command());
        builder.directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().putAll(Environment.VARIABLES);
        Process process = process(builder);
        Sandbox[] made = new Sandbox[1];
        Sandbox sandbox = new Sandbox(process, mostOutputBytes, readers, () -> {
            running.remove(made[0]);
            launch.files().forEach(Sandboxes::delete);
        });
        made[0] = sandbox;
        running.put(sandbox, limits.memoryMegabytes() * MEGABYTE);
        readers.execute(sandbox.reader());
        return sandbox;
    }

    private Process process(ProcessBuilder builder) throws IOException, InterruptedException {
        Future<Process> starting;
        try {
            starting = starter.submit(builder::start);
        } catch (RejectedExecutionException e) {
            throw new IOException("the run has ended", e);
        }
        try {
            return starting.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            starting.cancel(true);
            throw new IOException("a sandbox could not be started within " + START_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            throw new IOException("a sandbox can't be started: " + e.getCause(), e);
        }
    }

    /** Ends all sandboxes. */
    @Override
    public void close() {
        Set.copyOf(running.keySet()).forEach(Sandbox::close);
        watch.shutdownNow();
        starter.shutdownNow();
        readers.shutdown();
    }

    /** Deletes a directory of files that this process made. */
    public static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The directory {} of a sandbox can't be deleted; delete it yourself", directory, e);
        }
    }
}
