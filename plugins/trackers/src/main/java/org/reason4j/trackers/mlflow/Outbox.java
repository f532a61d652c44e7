package org.reason4j.trackers.mlflow;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.trackers.record.OwnFiles;

/**
 * Batches of metrics that the server has not taken yet, in their order. {@link #keep} writes them to a file, one body of {@code
 * runs/log-batch} a line, which a later process reads.
 */
final class Outbox {

    private final Path file;
    private final Path refused;
    private final Deque<JsonObject> waiting = new ArrayDeque<>();
    private int written; // of those that wait, so many from the first are in the file
    private boolean stale; // the file has something else at its beginning or its end

    Outbox(Path file, Path refused) {
        this.file = file;
        this.refused = refused;
    }

    /** Reads what an earlier process kept. */
    void load() {
        OwnFiles.lines(file)
                .forEach(line -> waiting.add(JsonParser.parseString(line).getAsJsonObject()));
        stale = Files.exists(file); // its last line may be half a one
    }

    void add(Collection<JsonObject> batches) {
        waiting.addAll(batches);
    }

    /** The batch to send next; null for none. */
    @Nullable
    JsonObject first() {
        return waiting.peek();
    }

    /** Notes that the server has the first batch. */
    void taken() {
        waiting.remove();
        stale |= written > 0;
        written = Math.max(0, written - 1);
        if (waiting.isEmpty()) {
            OwnFiles.delete(file);
            stale = false;
        }
    }

    /** Puts the first batch aside, because the server will never take it. */
    void refused() {
        OwnFiles.append(refused, (waiting.element() + "\n").getBytes(StandardCharsets.UTF_8));
        taken();
    }

    /** Makes sure that all batches are in the file. */
    void keep() {
        String lines = waiting.stream()
                .skip(stale ? 0 : written)
                .map(batch -> batch + "\n")
                .collect(Collectors.joining());
        if (stale) {
            OwnFiles.replace(file, lines);
        } else if (!lines.isEmpty()) {
            OwnFiles.append(file, lines.getBytes(StandardCharsets.UTF_8));
        }
        stale = false;
        written = waiting.size();
    }

    /** Number of metrics that wait. */
    int metrics() {
        return waiting.stream().mapToInt(Batches::sizeOf).sum();
    }

    Path file() {
        return file;
    }

    Path refusedFile() {
        return refused;
    }
}
