package org.reason4j.core.host.track;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.formats.file.AppendedFile;
import org.reason4j.core.formats.file.DurableFiles;

/**
 * A file of JSON objects, one per line, each with the number of its step.
 *
 * <p>A process that is killed may leave half a line at the end; it counts as not written. Any other unreadable line is
 * an error, because silently losing it would falsify the record.
 */
public final class StepFile implements AutoCloseable {

    public static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private @Nullable AppendedFile out;

    StepFile(Path file) {
        this.file = file;
    }

    /** Something to do with a line. */
    @FunctionalInterface
    interface LineAction {
        void accept(JsonNode object, String line) throws IOException;
    }

    /** A new line, to be filled and passed to {@link #append}. */
    static ObjectNode line(int step) {
        return JSON.createObjectNode().put("step", step);
    }

    /** Forgets lines from {@code firstStep} on and opens the file for more. */
    void open(int firstStep) {
        close();
        if (Files.exists(file)) {
            DurableFiles.write(
                    file,
                    kept -> forEach(file, (object, line) -> {
                        if (object.get("step").intValue() < firstStep) {
                            kept.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                        }
                    }));
        }
        out = new AppendedFile(file);
    }

    boolean isOpen() {
        return out != null;
    }

    void append(ObjectNode object) {
        opened().append((object + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Hands everything to the operating system and, with {@code fsync}, to the disk. */
    void flush(boolean fsync) {
        opened().flush(fsync);
    }

    @Override
    public void close() {
        AppendedFile closing = out;
        out = null;
        if (closing != null) {
            closing.close();
        }
    }

    /** Visits every whole line of a file, in order. */
    static void forEach(Path file, LineAction action) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            for (int number = 1; line != null; number++) {
                String next = reader.readLine();
                Optional<JsonNode> object = parse(line);
                if (object.isPresent()) {
                    action.accept(object.get(), line);
                } else if (next != null) {
                    throw new IllegalStateException(file + ", line " + number
                            + ", is not a JSON object with a step. Only the last line may be incomplete;"
                            + " remove the line or move the file away.");
                }
                line = next;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    /** The object of a line; absent if it is none with a step. */
    public static Optional<JsonNode> parse(String line) {
        try {
            return Optional.ofNullable(JSON.readTree(line))
                    .filter(node -> node.path("step").isInt());
        } catch (JsonProcessingException e) { // an unfinished line is no line
            return Optional.empty();
        }
    }

    private AppendedFile opened() {
        if (out == null) {
            throw new IllegalStateException(file + " is not open; call started before the first step");
        }
        return out;
    }
}
