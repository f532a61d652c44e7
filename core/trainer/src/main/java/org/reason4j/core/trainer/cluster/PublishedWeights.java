package org.reason4j.core.trainer.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.cluster.SharedBytes;
import org.reason4j.api.cluster.Workers;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.Sha256;

/**
 * The policy's weights where workers find them: small ones, of adapters or of the whole model, are shared as bytes; others lie in a
 * directory that workers can read, too. Each file is named with its SHA-256, which workers compare. For one thread at a time.
 */
final class PublishedWeights implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workers workers;
    private final Policy policy;
    private final Path root;
    private final long mostShared;
    private @Nullable Version current;

    /**
     * Publishes nothing yet.
     *
     * @param root directory for weights, which workers can read under the same name
     * @param mostShared most bytes of weights that are shared as bytes
     */
    PublishedWeights(Workers workers, Policy policy, Path root, long mostShared) {
        this.workers = workers;
        this.policy = policy;
        this.root = root;
        this.mostShared = mostShared;
    }

    /**
     * Weights of one version.
     *
     * @param number of updates behind them
     * @param json what a task names them by
     * @param shared their bytes, where they are shared
     */
    record Version(long number, ObjectNode json, List<SharedBytes> shared) {

        byte[] bytes() {
            return Messages.bytes(json);
        }
    }

    /** The weights of now; written where the policy has changed since the last call. */
    Version current() {
        Version published = current;
        if (published != null && published.number() == policy.updates()) {
            return published;
        }
        Version next;
        try {
            next = publish(policy.updates());
            forget();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't publish the policy's weights in " + root, e);
        }
        current = next;
        return next;
    }

    private Version publish(long number) throws IOException {
        Path directory = root.resolve("policy-" + number);
        DurableFiles.deleteTree(directory);
        DurableFiles.createDirectoriesAbove(directory);
        if (policy.hasAdapters()) {
            DurableFiles.createDirectory(directory);
            policy.saveAdapters(directory.resolve("adapter"));
        } else {
            policy.save(directory);
        }
        List<Path> files = files(directory);
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return version(number, directory, files, bytes <= mostShared);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Names the files of a version for tasks; those that are sent are gone from the directory. */
    private Version version(long number, Path directory, List<Path> files, boolean sent) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("version", number);
        if (!sent) {
            json.put("directory", directory.toAbsolutePath().toString());
        }
        List<SharedBytes> shared = new ArrayList<>();
        for (Path file : files) {
            ObjectNode named = json.withArray("files")
                    .addObject()
                    .put("name", name(directory, file))
                    .put("sha256", Sha256.of(file));
            if (sent) {
                SharedBytes bytes = workers.share(Files.readAllBytes(file));
                shared.add(bytes);
                named.put("id", bytes.id());
            }
        }
        if (sent) {
            DurableFiles.deleteTree(directory);
        }
        return new Version(number, json, shared);
    }

    private static String name(Path directory, Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    private void forget() throws IOException {
        Version old = current;
        if (old != null) {
            old.shared().forEach(SharedBytes::close);
            DurableFiles.deleteTree(root.resolve("policy-" + old.number()));
        }
        current = null;
    }

    @Override
    public void close() {
        try {
            forget();
            DurableFiles.deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't delete the published weights in " + root, e);
        }
    }
}
