package org.reason4j.core.trainer.cluster;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.LocalBackend;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.formats.file.Sha256;
import org.reason4j.core.trainer.learning.RowPasses.Outputs;

/**
 * The policy of a worker, with the weights that a task names. Tasks with the same weights write at the same time; passes with a
 * gradient are made alone.
 */
final class WorkerPolicy implements AutoCloseable {

    private final WorkerSetup setup;
    private final Policy policy;
    private final Tokenizer tokenizer;
    private final ReentrantReadWriteLock weights = new ReentrantReadWriteLock(true);
    private @Nullable String key; // of the weights; guarded by the lock
    private @Nullable LocalBackend writer; // with them

    WorkerPolicy(WorkerSetup setup, Tokenizer tokenizer) {
        this.setup = setup;
        this.tokenizer = tokenizer;
        Device device = Precision.device("cpu");
        policy = Policy.load(
                setup.policy(),
                device,
                Precision.of(setup.precision(), setup.head(), device),
                setup.lora(),
                setup.seed());
    }

    List<Generation> generate(JsonValue named, List<GenerationRequest> requests, LongFunction<byte[]> shared)
            throws Exception {
        LocalBackend current = readingWith(named, shared);
        try {
            return write(current, requests);
        } finally {
            weights.readLock().unlock();
        }
    }

    /** Locks for reading while the policy has the weights, and returns who writes with them. */
    private LocalBackend readingWith(JsonValue named, LongFunction<byte[]> shared) throws Exception {
        weights.readLock().lockInterruptibly();
        LocalBackend current = writer;
        if (current != null && named.node().toString().equals(key)) {
            return current;
        }
        weights.readLock().unlock();
        weights.writeLock().lockInterruptibly();
        try {
            LocalBackend next = withWeights(named, shared);
            weights.readLock().lock();
            return next;
        } finally {
            weights.writeLock().unlock();
        }
    }

    private List<Generation> write(LocalBackend current, List<GenerationRequest> requests) throws Exception {
        List<CompletableFuture<Generation>> open =
                requests.stream().map(current::generate).toList();
        long end = System.nanoTime() + (long) (setup.answerSeconds() * 1e9);
        List<Generation> written = new ArrayList<>();
        try {
            for (CompletableFuture<Generation> one : open) {
                written.add(one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "A worker wrote " + written.size() + " of the " + open.size() + " responses of a task within "
                            + setup.answerSeconds() + " s (rollout.answerSeconds), which is for all of them",
                    e);
        } finally {
            open.forEach(one -> one.cancel(true));
        }
        return written;
    }

    Outputs forward(JsonValue named, PassMessages.Pass pass, LongFunction<byte[]> shared) throws Exception {
        weights.writeLock().lockInterruptibly();
        try {
            withWeights(named, shared);
            try (NDManager scope = policy.model().scope()) {
                Policy.Pass made = policy.forward(scope, pass.rows(), setup.recompute());
                return new Outputs(made.logprobs(), made.entropies(), made.further());
            }
        } finally {
            weights.writeLock().unlock();
        }
    }

    byte[] gradient(JsonValue named, PassMessages.Pass pass, LongFunction<byte[]> shared) throws Exception {
        weights.writeLock().lockInterruptibly();
        try {
            withWeights(named, shared);
            policy.clearGradients();
            try (NDManager scope = policy.model().scope()) {
                Policy.Pass made = policy.forward(scope, pass.rows(), setup.recompute());
                policy.backward(
                        made,
                        scope.create(pass.gradients().logprobs()),
                        scope.create(pass.gradients().entropies()),
                        further(scope, pass));
            }
            return policy.takeGradientBytes();
        } finally {
            weights.writeLock().unlock();
        }
    }

    private static NDArray further(NDManager scope, PassMessages.Pass pass) {
        float[] numbers = pass.gradients().further();
        int perToken = pass.rows().furtherPerToken();
        return perToken == 0
                ? scope.create(numbers)
                : scope.create(numbers, new Shape(pass.rows().scored(), perToken));
    }

    /** Takes over the weights, unless the policy has them, and returns who writes with them. */
    private LocalBackend withWeights(JsonValue named, LongFunction<byte[]> shared) throws IOException {
        String wanted = named.node().toString();
        LocalBackend current = writer;
        if (current != null && wanted.equals(key)) {
            return current;
        }
        if (current != null) {
            current.close();
            writer = null;
            key = null;
        }
        if (named.find("directory").isPresent()) {
            Path directory = Path.of(named.get("directory").text());
            for (JsonValue file : named.get("files").list()) {
                Path place = directory.resolve(file.get("name").text());
                require(file, Sha256.of(place), place.toString());
            }
            policy.take(directory, named.get("version").whole(0));
        } else {
            take(named, shared);
        }
        LocalBackend next = new LocalBackend(policy.model(), tokenizer, setup.slots());
        writer = next;
        key = wanted;
        return next;
    }

    private void take(JsonValue named, LongFunction<byte[]> shared) throws IOException {
        Path directory = Files.createTempDirectory("reason4j-weights");
        try {
            for (JsonValue file : named.get("files").list()) {
                Path place = directory.resolve(file.get("name").text()).normalize();
                if (!place.startsWith(directory)) {
                    throw file.get("name").wrong("a name below the directory of the weights");
                }
                Files.createDirectories(DurableFiles.directoryOf(place));
                Files.write(place, shared.apply(file.get("id").whole(0)));
                require(file, Sha256.of(place), "shared bytes " + file.get("id").whole(0));
            }
            policy.take(directory, named.get("version").whole(0));
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    private static void require(JsonValue file, String found, String where) {
        String expected = file.get("sha256").text();
        if (!found.equals(expected)) {
            throw new IllegalStateException(
                    "The weights' file " + file.get("name").text() + " in " + where
                            + " has SHA-256 " + found + ", expected " + expected
                            + ". A worker has to read the same files as the driver.");
        }
    }

    @Override
    public void close() {
        LocalBackend current = writer;
        try (policy) {
            if (current != null) {
                current.close();
            }
        }
    }
}
