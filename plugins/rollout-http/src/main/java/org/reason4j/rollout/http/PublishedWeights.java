package org.reason4j.rollout.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.rollout.http.HttpFleetConfig.ServerKind;
import org.reason4j.rollout.http.HttpFleetConfig.Weights;
import org.reason4j.rollout.http.dialect.Published;

/** Versions of the weights as files that servers read. Older ones than the newest two are deleted. */
final class PublishedWeights {

    private static final int KEPT = 2;

    private final HttpFleetConfig config;
    private final Path directory;
    private final String run;
    private final Deque<Path> written = new ArrayDeque<>();

    /**
     * Prepares to write.
     *
     * @param usual directory where the settings name none
     */
    PublishedWeights(HttpFleetConfig config, Path usual) {
        this.config = config;
        directory = config.directory().isEmpty() ? usual.toAbsolutePath() : Path.of(config.directory());
        // no other process has the same at the same time, so that weights of another run are never taken for ours
        run = "reason4j-" + Long.toHexString(System.currentTimeMillis()) + "-"
                + Long.toHexString(ProcessHandle.current().pid());
    }

    /** The beginning of all labels of this process. */
    String run() {
        return run;
    }

    Optional<Path> newest() {
        return Optional.ofNullable(written.peekLast());
    }

    Published write(PolicyWeights weights) throws IOException, InterruptedException {
        boolean adapter = config.weights() == Weights.ADAPTER;
        String label = run + "-" + weights.version();
        Path target = directory.resolve(label);
        if (written.contains(target)) { // the same version again
            return new Published(weights.version(), run, label, target, adapter);
        }
        if (adapter) {
            weights.writeAdapter(target);
        } else {
            weights.write(target);
        }
        written.add(target);
        while (written.size() > KEPT) {
            delete(written.remove());
        }
        Path served = config.dialect() == ServerKind.LLAMA_SERVER ? converted(target) : target;
        return new Published(weights.version(), run, label, served, adapter);
    }

    /** Makes the file that llama-server reads; it appears whole. */
    private Path converted(Path from) throws IOException, InterruptedException {
        Path file = directory.resolve(config.model() + ".gguf");
        Path part = directory.resolve(run + ".part");
        List<String> words = config.convert().stream()
                .map(word -> word.replace("{from}", from.toString()).replace("{to}", part.toString()))
                .toList();
        Path told = directory.resolve(run + ".log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        long seconds = Math.max(1, Math.round(config.updateSeconds()));
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException("backend.config.convert did not end within " + seconds + " s: " + words);
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0 || !Files.exists(part)) {
            throw new IOException("backend.config.convert ended with " + process.exitValue() + ": " + words
                    + ", which said: " + Files.readString(told).strip());
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    private static void delete(Path old) throws IOException {
        try (Stream<Path> files = Files.walk(old)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
