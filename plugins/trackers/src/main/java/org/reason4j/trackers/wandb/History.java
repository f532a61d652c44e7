package org.reason4j.trackers.wandb;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.reason4j.trackers.record.Measured;
import org.reason4j.trackers.record.OwnFiles;

/**
 * The rows of a run as lines of JSON behind a line that names the run: what a resumed run makes its {@code .wandb} file of.
 *
 * @param id id of the run at Weights and Biases
 * @param startMillis when it began
 * @param rows those of earlier processes
 */
record History(Path file, String id, long startMillis, List<JsonObject> rows) {

    static final String STEP = "step";
    static final String SUPERVISED_STEP = "supervised/step";

    /** A run that begins now. */
    static History begin(Path file, String id, long startMillis) {
        return new History(file, id, startMillis, new ArrayList<>());
    }

    /** The run of an earlier process, with the rows that are wanted. */
    static History read(Path file, Predicate<JsonObject> wanted) {
        List<String> lines = OwnFiles.lines(file);
        JsonObject run = object(lines.get(0));
        return new History(
                file,
                run.get("id").getAsString(),
                run.get("startMillis").getAsLong(),
                lines.stream()
                        .skip(1)
                        .map(History::object)
                        .filter(wanted)
                        .collect(Collectors.toCollection(ArrayList::new)));
    }

    private static JsonObject object(String line) {
        return JsonParser.parseString(line).getAsJsonObject();
    }

    /** Writes the file anew. */
    void write() {
        JsonObject run = new JsonObject();
        run.addProperty("id", id);
        run.addProperty("startMillis", startMillis);
        String lines = rows.stream().map(row -> row + "\n").collect(Collectors.joining());
        OwnFiles.replace(file, run + "\n" + lines);
    }

    void add(JsonObject row) {
        OwnFiles.append(file, (row + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The last step of the supervised stage; 0 for none. */
    long supervisedSteps() {
        return rows.stream()
                .filter(row -> row.has(SUPERVISED_STEP))
                .mapToLong(row -> number(row, SUPERVISED_STEP))
                .max()
                .orElse(0);
    }

    /** Steps of the rows that are whole measurements. */
    Set<Integer> measuredSteps() {
        return rows.stream()
                .filter(row -> row.keySet().stream().anyMatch(name -> name.startsWith(Measured.PREFIX)))
                .map(row -> (int) number(row, STEP))
                .collect(Collectors.toSet());
    }

    /** A whole number of a row; the largest one where the row has none of that name. */
    static long number(JsonObject row, String key) {
        JsonElement value = row.get(key);
        return value == null ? Long.MAX_VALUE : value.getAsLong();
    }
}
