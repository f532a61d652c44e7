package org.reason4j.core.host.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.ExampleRows;
import org.reason4j.api.dataset.RowFields;
import org.reason4j.api.plugin.ConfigException;

/**
 * Reads one JSON object per line, where blank lines are skipped, or one list of objects; also compressed with gzip.
 *
 * <p>{@link RowFields} says how a row becomes an example. A row without an id has the number of its line, or its number in
 * the list.
 */
public final class JsonlReader implements DatasetReader {

    private final JsonlReaderConfig config;

    /** A reader of the configured file, which is opened by {@link #read()}. */
    public JsonlReader(JsonlReaderConfig config) {
        this.config = config;
    }

    @Override
    public List<Example> read() {
        if (config.path().isBlank()) {
            throw new ConfigException(
                    "The dataset jsonl has no path. Set path in its config to a file with one JSON object per line.");
        }
        Path file = Path.of(config.path());
        ExampleRows examples = ExampleRows.of(config.fields());
        JsonLines.each(file, new JsonLines.Rows() {
            @Override
            public void add(String place, int number, Map<String, @Nullable Object> row) {
                examples.add(place, Integer.toString(number), row);
            }

            @Override
            public void refuse(String place, String problem) {
                examples.refuse(place, problem);
            }
        });
        return examples.examples(config.path());
    }

    /**
     * Returns the rows of a file as they are, to show them.
     *
     * @throws ConfigException with what stands in the place of rows
     */
    public static List<Map<String, @Nullable Object>> rows(Path file) {
        return JsonLines.read(file, (row, line) -> row);
    }
}
