package org.reason4j.rollout.http;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.rollout.http.HttpFleetConfig.ServerKind;
import org.reason4j.rollout.http.HttpFleetConfig.Weights;
import org.reason4j.rollout.http.dialect.Published;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions of the weights as files that servers read. Older ones than the newest two are deleted, and at the end all but the newest;
 * before the first one is written, in the run's own directory also those of processes that ended otherwise.
 */
final class PublishedWeights implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedWeights.class);
    private static final String BEGINNING = "reason4j-";
    private static final int KEPT = 2;

    private final HttpFleetConfig config;
    private final Path directory;
    private final String run;
    private final int usualVocabulary;
    private final Deque<Path> written = new ArrayDeque<>();

    /**
     * Prepares to write.
     *
     * @param usual directory where the settings name none
     * @param usualVocabulary number of token ids where the weights do not say it
     */
    PublishedWeights(HttpFleetConfig config, Path usual, int usualVocabulary) {
        this.config = config;
        this.usualVocabulary = usualVocabulary;
        directory = config.directory().isEmpty() ? usual.toAbsolutePath() : Path.of(config.directory());
        // no other process has the same at the same time, so that weights of another run are never taken for ours
        run = BEGINNING + Long.toHexString(System.currentTimeMillis()) + "-"
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
            return new Published(weights.version(), run, label, target, adapter, vocabulary(target), hashes(target));
        }
        if (written.isEmpty() && config.directory().isEmpty()) {
            deleteLeftovers();
        }
        if (adapter) {
            weights.writeAdapter(target);
        } else {
            weights.write(target);
        }
        written.add(target);
        deleteBut(KEPT);
        Path served = config.dialect() == ServerKind.LLAMA_SERVER ? converted(target) : target;
        return new Published(weights.version(), run, label, served, adapter, vocabulary(target), hashes(target));
    }

    /** Number of token ids of a model, which may be more than those of its tokenizer. */
    private int vocabulary(Path target) throws IOException {
        Path file = target.resolve("config.json");
        if (!Files.exists(file)) { // adapters alone
            return usualVocabulary;
        }
        JsonObject root = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        JsonObject text = root.has("text_config") ? root.getAsJsonObject("text_config") : root;
        return text.has("vocab_size") ? text.get("vocab_size").getAsInt() : usualVocabulary;
    }

    /** Hashes of the weight files, which {@code reason4j serve} checks. */
    private List<String> hashes(Path target) throws IOException {
        if (config.dialect() != ServerKind.REASON4J) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList()) {
                lines.add(sha256(file) + "  " + file.getFileName());
            }
        }
        return lines;
    }

    private static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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

    private void deleteLeftovers() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.getFileName().toString().startsWith(BEGINNING))
                    .forEach(PublishedWeights::delete);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Older weights in {} can't be deleted: {}", directory, e.toString());
        }
    }

    private void deleteBut(int kept) {
        while (written.size() > kept) {
            delete(written.remove());
        }
    }

    private static void delete(Path old) {
        try (Stream<Path> files = Files.walk(old)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Older weights in {} can't be deleted: {}", old, e.toString());
        }
    }

    /** Deletes all versions but the newest. */
    @Override
    public void close() {
        deleteBut(1);
    }
}
