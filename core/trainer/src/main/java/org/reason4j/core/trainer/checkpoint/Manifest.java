package org.reason4j.core.trainer.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.formats.file.SealedJson;
import org.reason4j.core.formats.file.Sha256;

/**
 * The manifest of a checkpoint: {@code manifest.json}, written last, with name, length and SHA-256 of every other file below
 * the directory, and the step. It has a hash of its own.
 */
final class Manifest {

    static final String FILE = "manifest.json";

    private record Entry(String name, long bytes, String sha256) {}

    private Manifest() {}

    /** Writes the manifest of a directory whose other files are complete. */
    static void write(Path checkpoint, int step) {
        List<Callable<Entry>> tasks = new ArrayList<>();
        for (Map.Entry<String, Long> file : largestFirst(sizes(checkpoint))) {
            tasks.add(() -> entry(checkpoint, file.getKey(), file.getValue()));
        }
        List<Entry> entries = new ArrayList<>(FileTasks.all(tasks));
        entries.sort(Comparator.comparing(Entry::name));
        ObjectNode manifest = JsonNodeFactory.instance.objectNode().put("step", step);
        ArrayNode files = manifest.putArray("files");
        entries.forEach(entry -> files.addObject()
                .put("name", entry.name())
                .put("bytes", entry.bytes())
                .put("sha256", entry.sha256()));
        SealedJson.write(checkpoint.resolve(FILE), manifest);
    }

    private static Entry entry(Path checkpoint, String name, long bytes) {
        Path file = checkpoint.resolve(name);
        try {
            return new Entry(name, bytes, Sha256.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    /** Compares a checkpoint with its manifest. */
    static Verification verify(Path checkpoint) {
        long start = System.nanoTime();
        if (!Files.isDirectory(checkpoint)) {
            return damaged(checkpoint, "it is a file, expected a directory", true);
        }
        Path manifest = checkpoint.resolve(FILE);
        if (!Files.exists(manifest)) {
            return damaged(checkpoint, FILE + " is missing", false);
        }
        List<Entry> entries;
        Map<String, Long> unlisted;
        try {
            entries = entries(manifest, checkpoint);
            unlisted = sizes(checkpoint);
        } catch (ConfigException e) {
            return damaged(checkpoint, FILE + ": " + e.getMessage(), true);
        } catch (UncheckedIOException e) {
            return damaged(checkpoint, e.getMessage() + ": " + e.getCause(), true);
        }
        return compare(checkpoint, entries, unlisted, start);
    }

    private static Verification compare(Path checkpoint, List<Entry> entries, Map<String, Long> unlisted, long start) {
        List<String> damages = new ArrayList<>();
        List<Callable<Optional<String>>> tasks = new ArrayList<>();
        for (Entry entry : entries) {
            Long found = unlisted.remove(entry.name());
            if (found == null) {
                damages.add(entry.name() + " is missing");
            } else if (found != entry.bytes()) {
                damages.add(entry.name() + " has " + found + " bytes, expected " + entry.bytes());
            } else {
                tasks.add(() -> changed(checkpoint, entry));
            }
        }
        FileTasks.all(tasks).stream().flatMap(Optional::stream).forEach(damages::add);
        unlisted.keySet().forEach(name -> damages.add(name + " is not in " + FILE));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Verification(checkpoint, entries.size(), bytes, seconds, damages, true);
    }

    /** A checkpoint of which nothing can be compared. */
    static Verification damaged(Path checkpoint, String damage, boolean hasManifest) {
        return new Verification(checkpoint, 0, 0, 0, List.of(damage), hasManifest);
    }

    private static Optional<String> changed(Path checkpoint, Entry entry) {
        try {
            String found = Sha256.of(checkpoint.resolve(entry.name()));
            return found.equals(entry.sha256())
                    ? Optional.empty()
                    : Optional.of(entry.name() + " has other content: its SHA-256 is " + found + ", expected "
                            + entry.sha256());
        } catch (IOException e) {
            return Optional.of(entry.name() + " can't be read: " + e);
        }
    }

    /** The files that a manifest lists, the largest first. */
    private static List<Entry> entries(Path file, Path checkpoint) {
        JsonValue manifest = SealedJson.read(file, "Put it back as it was written.");
        int step = manifest.get("step").integer(0);
        Optional<Integer> named = CheckpointStore.step(checkpoint);
        ConfigException.check(
                named.isEmpty() || named.get() == step,
                "it was written for step %s. Give %s its name back.",
                step,
                checkpoint);
        List<Entry> entries = new ArrayList<>();
        for (JsonValue entry : manifest.get("files").some()) {
            entries.add(new Entry(
                    entry.get("name").text(),
                    entry.get("bytes").whole(0),
                    entry.get("sha256").text()));
        }
        entries.sort(Comparator.comparing(Entry::bytes).reversed());
        return entries;
    }

    /** Sizes of all files but the manifest, by their names with slashes. */
    private static Map<String, Long> sizes(Path checkpoint) {
        try (Stream<Path> tree = Files.walk(checkpoint, FileVisitOption.FOLLOW_LINKS)) {
            Map<String, Long> sizes = new TreeMap<>();
            for (Path file : tree.filter(path -> !Files.isDirectory(path)).toList()) {
                sizes.put(checkpoint.relativize(file).toString().replace('\\', '/'), Files.size(file));
            }
            sizes.remove(FILE);
            return sizes;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list the files of " + checkpoint, e);
        }
    }

    private static List<Map.Entry<String, Long>> largestFirst(Map<String, Long> sizes) {
        return sizes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
    }
}
