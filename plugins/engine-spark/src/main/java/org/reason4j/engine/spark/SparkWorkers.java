package org.reason4j.engine.spark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.reason4j.api.cluster.SharedBytes;
import org.reason4j.api.cluster.WorkerSpec;
import org.reason4j.api.cluster.Workers;

/**
 * Executors of Spark as workers. A task is a job with one partition: Spark does it again where an executor is lost, and gives it to
 * whichever core is free.
 */
final class SparkWorkers implements Workers {

    private final JavaSparkContext context;
    private final WorkerCall.Program program;
    private final String run = "reason4j-" + UUID.randomUUID();
    private final ExecutorService waiting; // a thread for each job

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
        waiting.execute(() -> {
            try {
                if (!result.isDone()) {
                    context.setJobGroup(group, stage, true);
                    result.complete(context.parallelize(List.of(item), 1)
                            .map(call)
                            .collect()
                            .get(0));
                }
            } catch (Exception
                    | LinkageError e) { // told to whoever waits; Spark declares none of its checked exceptions
                result.completeExceptionally(new IllegalStateException(reason(e), e));
            }
        });
        result.whenComplete((done, problem) -> {
            if (result.isCancelled()) {
                context.cancelJobGroup(group);
            }
        });
        return result;
    }

    /** The message without the stack trace that Spark writes into it. */
    private static String reason(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).split("\n\tat ", 2)[0];
    }

    @Override
    public void close() {
        waiting.shutdown();
        context.sc().cancelAllJobs();
    }
}
