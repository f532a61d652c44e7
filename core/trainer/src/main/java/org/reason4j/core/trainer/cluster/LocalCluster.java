package org.reason4j.core.trainer.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.cluster.ClusterEngine;
import org.reason4j.api.cluster.SharedBytes;
import org.reason4j.api.cluster.WorkerProgram;
import org.reason4j.api.cluster.WorkerSpec;
import org.reason4j.api.cluster.Workers;
import org.reason4j.core.host.plugin.PluginRegistry;

/**
 * Workers in this process, each with a model of its own: what a recipe does on a cluster, without one. It is slower than training
 * without an engine.
 *
 * @param count number of workers, at least 1
 * @param plugins where their components come from
 */
public record LocalCluster(int count, PluginRegistry plugins) implements ClusterEngine {

    private static final long END_SECONDS = 60;

    public LocalCluster {
        if (count < 1) {
            throw new IllegalArgumentException("a cluster has at least one worker, got " + count);
        }
    }

    @Override
    public Workers open(WorkerSpec spec) {
        return new Threads(WorkerSetup.read(spec.setup()));
    }

    private final class Threads implements Workers {

        private final WorkerSetup setup;
        private final ExecutorService pool = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "worker");
            thread.setDaemon(true);
            return thread;
        });
        private final BlockingQueue<WorkerProgram> idle = new ArrayBlockingQueue<>(count);
        private final Map<Long, byte[]> shared = new ConcurrentHashMap<>();
        private final AtomicLong ids = new AtomicLong();

        Threads(WorkerSetup setup) {
            this.setup = setup;
        }

        @Override
        public int slots() {
            return count;
        }

        @Override
        public SharedBytes share(byte[] bytes) {
            long id = ids.incrementAndGet();
            shared.put(id, bytes.clone());
            return new SharedBytes() {
                @Override
                public long id() {
                    return id;
                }

                @Override
                public void close() {
                    shared.remove(id);
                }
            };
        }

        @Override
        public CompletableFuture<byte[]> submit(String stage, byte[] item, List<SharedBytes> values) {
            CompletableFuture<byte[]> result = new CompletableFuture<>();
            Future<?> task = pool.submit(() -> run(stage, item, result));
            result.whenComplete((done, problem) -> {
                if (result.isCancelled()) {
                    task.cancel(true);
                }
            });
            return result;
        }

        private void run(String stage, byte[] item, CompletableFuture<byte[]> result) {
            @Nullable WorkerProgram program = idle.poll();
            try {
                program = program == null ? new RunWorker(setup, plugins, false) : program;
                result.complete(program.run(stage, item, bytes()));
            } catch (Exception | LinkageError e) { // told to whoever waits
                result.completeExceptionally(e);
            } finally {
                if (program != null) {
                    idle.add(program);
                }
            }
        }

        private LongFunction<byte[]> bytes() {
            return id -> {
                byte[] found = shared.get(id);
                if (found == null) {
                    throw new IllegalStateException("There are no shared bytes " + id + " any more.");
                }
                return found;
            };
        }

        @Override
        public void close() {
            pool.shutdownNow();
            try {
                if (!pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("A task of a worker did not end within " + END_SECONDS
                            + " seconds after it was interrupted");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while workers were ending", e);
            }
            for (WorkerProgram program = idle.poll(); program != null; program = idle.poll()) {
                program.close();
            }
        }
    }
}
