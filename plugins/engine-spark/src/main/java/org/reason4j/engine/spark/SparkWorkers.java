package org.reason4j.engine.spark;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.reason4j.api.cluster.SharedBytes;
import org.reason4j.api.cluster.WorkerSpec;
import org.reason4j.api.cluster.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executors of Spark as workers. A task is a job with one partition: Spark does it again where an executor is lost, and gives it to
 * whichever core is free.
 */
final class SparkWorkers implements Workers {

    private static final Logger LOG = LoggerFactory.getLogger(SparkWorkers.class);
    private static final long END_SECONDS = 30;

    private final JavaSparkContext context;
    private final WorkerCall.Program program;
    private final String run = "reason4j-" + UUID.randomUUID();
    private final ExecutorService waiting; // a thread for each job
    private final Set<CompletableFuture<byte[]>> open = ConcurrentHashMap.newKeySet();
    private boolean closed; // guarded by the set

    SparkWorkers(JavaSparkContext context, WorkerSpec spec, SparkSettings settings, ClassLoader classes) {
        this.context = context;
        Map<String, String> files = new TreeMap<>();
        spec.files().forEach((name, file) -> {
            if (settings.install().isEmpty() || !name.startsWith("lib/")) {
                files.put(name, send(file));
            }
        });
        String install = settings.install().map(Path::toString).orElse("");
        program = new WorkerCall.Program(run, spec.program(), spec.setup(), files, install);
        waiting = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "spark-task");
            thread.setDaemon(true);
            thread.setContextClassLoader(classes);
            return thread;
        });
    }

    /** Lets executors fetch a file; returns the name that they find it by. */
    private String send(Path file) {
        context.addFile(file.toAbsolutePath().toString());
        return file.getFileName().toString();
    }

    @Override
    public int slots() {
        int cores = context.defaultParallelism();
        return Math.max(1, cores / context.getConf().getInt("spark.task.cpus", 1));
    }

    @Override
    public SharedBytes share(byte[] bytes) {
        Broadcast<byte[]> broadcast = context.broadcast(bytes);
        return new Shared(broadcast);
    }

    private record Shared(Broadcast<byte[]> broadcast) implements SharedBytes {

        @Override
        public long id() {
            return broadcast.id();
        }

        @Override
        public void close() {
            broadcast.destroy();
        }
    }

    @Override
    public CompletableFuture<byte[]> submit(String stage, byte[] item, List<SharedBytes> shared) {
        Map<Long, Broadcast<byte[]>> values = new HashMap<>();
        shared.forEach(one -> values.put(one.id(), ((Shared) one).broadcast()));
        WorkerCall call = new WorkerCall(program, stage, values);
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        String group = run + "-" + UUID.randomUUID();
        result.whenComplete((done, problem) -> {
            open.remove(result);
            if (result.isCancelled()) {
                context.sc().cancelJobGroupAndFutureJobs(group); // its thread may be about to start it
            }
        });
        synchronized (open) {
            if (closed) {
                result.completeExceptionally(new CancellationException("The run's workers are closed"));
                return result;
            }
            open.add(result);
            waiting.execute(() -> compute(call, stage, item, group, result));
        }
        return result;
    }

    private void compute(WorkerCall call, String stage, byte[] item, String group, CompletableFuture<byte[]> result) {
        if (result.isDone()) {
            return;
        }
        try {
            context.setJobGroup(group, stage, true);
            result.complete(
                    context.parallelize(List.of(item), 1).map(call).collect().get(0));
        } catch (Exception | LinkageError e) { // told to whoever waits; Spark declares none of its checked exceptions
            result.completeExceptionally(new IllegalStateException(reason(e), e));
        }
    }

    /** The message without the stack trace that Spark writes into it. */
    private static String reason(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).split("\n\tat ", 2)[0];
    }

    /**
     * Ends tasks, then the programs. A process that has no free core within {@value #END_SECONDS} seconds keeps its program until the
     * first task of another run, or its own end.
     */
    @Override
    public void close() {
        synchronized (open) {
            closed = true;
        }
        Set.copyOf(open)
                .forEach(task -> task.completeExceptionally(new CancellationException("The run's workers are closed")));
        if (!context.sc().isStopped()) {
            endPrograms();
        }
        waiting.shutdown();
    }

    private void endPrograms() {
        String group = run + "-end";
        int tasks = slots();
        Future<?> end = waiting.submit(() -> {
            context.setJobGroup(group, "end", true);
            context.parallelize(Collections.nCopies(tasks, 0), tasks).foreach(new WorkerCall.End(run));
        });
        try {
            end.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.sc().cancelJobGroupAndFutureJobs(group);
        } catch (TimeoutException e) {
            LOG.warn("Workers end the run's program later: not all had a free core within {} seconds", END_SECONDS);
            context.sc().cancelJobGroupAndFutureJobs(group);
        } catch (ExecutionException e) {
            LOG.warn("Workers end the run's program later: {}", reason(e));
            context.sc().cancelJobGroupAndFutureJobs(group);
        }
    }
}
