package org.reason4j.core.host.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Finish;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.RowFields;
import org.reason4j.api.plugin.ConfigException;

/**
 * Reads responses that somebody has already, one JSON object per line.
 *
 * <p>A row is one of {@link JsonlReader} with its {@code response}; it needs no prompt. {@code finish} says why the response
 * ended, {@code stop} where it is absent. Rows with one id are responses to one prompt, and the same but for these two.
 */
public final class ResponsesReader {

    private static final String FINISH = "finish";
    private static final List<Finish> ENDS = List.of(Finish.STOP, Finish.LENGTH);

    private final Path file;

    /** A reader of a file. */
    public ResponsesReader(Path file) {
        this.file = file;
    }

    /**
     * A response to an example.
     *
     * @param example the row without its response
     * @param text the response
     * @param finish why it ended
     */
    public record Response(Example example, String text, Finish finish) {}

    /**
     * Reads all responses in the order of the file.
     *
     * @throws ConfigException with one line for each row that is wrong
     */
    public List<Response> read() {
        Map<String, Example> seen = new HashMap<>();
        return JsonLines.read(file, (row, line) -> {
            Response response = response(row, line);
            Example example = response.example();
            if (!seen.computeIfAbsent(example.id(), id -> example).equals(example)) {
                throw new ConfigException("found other fields than in the first row of the id '" + example.id()
                        + "'; expected rows with one id to differ in their response alone");
            }
            return response;
        });
    }

    private static Response response(Map<String, @Nullable Object> row, int line) {
        Object end = row.remove(FINISH);
        Example example = RowFields.DEFAULTS.example("line " + line, row);
        String text = example.response()
                .orElseThrow(() -> new ConfigException("found no '" + RowFields.DEFAULTS.response()
                        + "', expected the text of a response; its fields are " + row.keySet()));
        Example asked = Example.of(example.id(), example.messages()).withFields(example.fields());
        return new Response(asked, text, end == null ? Finish.STOP : finish(end));
    }

    private static Finish finish(Object name) {
        return ENDS.stream()
                .filter(end -> end.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException("found '" + name + "' in '" + FINISH + "', expected one of "
                        + Arrays.toString(ENDS.stream()
                                .map(end -> end.name().toLowerCase(Locale.ROOT))
                                .toArray())));
    }
}
