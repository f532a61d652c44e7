package org.reason4j.core.host.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Finish;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.RowFields;
import org.reason4j.api.plugin.ConfigException;

/**
 * Reads responses that somebody has already: a row is an example with its {@code response}.
 *
 * <p>It needs no prompt. {@code finish} says why the response
 * ended, {@code stop} where it is absent. Rows with one id are responses to one prompt, and the same but for these two.
 */
public final class ResponsesReader {

    private static final String FINISH = "finish";
    private static final List<Finish> ENDS = List.of(Finish.STOP, Finish.LENGTH);

    private final RowFields fields;

    /** A reader of rows whose fields have these names. */
    public ResponsesReader(RowFields fields) {
        this.fields = fields;
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
     * Reads all responses of a file with one JSON object per line, in its order.
     *
     * @throws ConfigException with one line for each row that is wrong
     */
    public List<Response> read(Path file) {
        Map<String, Example> seen = new HashMap<>();
        return JsonLines.read(file, (row, line) -> once(seen, response(row, "line " + line)));
    }

    /**
     * Reads the responses of rows that a dataset has read.
     *
     * @param source where they came from, for messages
     * @throws ConfigException for the first row that is wrong
     */
    public List<Response> read(String source, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        Map<String, Example> seen = new HashMap<>();
        List<Response> responses = new ArrayList<>();
        for (Map<String, ? extends @Nullable Object> row : rows) {
            String place = "row " + (responses.size() + 1);
            try {
                responses.add(once(seen, response(new LinkedHashMap<>(row), place)));
            } catch (ConfigException e) {
                throw new ConfigException(source + ": " + place + ": " + e.getMessage(), e);
            }
        }
        return responses;
    }

    private static Response once(Map<String, Example> seen, Response response) {
        Example example = response.example();
        if (!seen.computeIfAbsent(example.id(), id -> example).equals(example)) {
            throw new ConfigException("found other fields than in the first row of the id '" + example.id()
                    + "'; expected rows with one id to differ in their response alone");
        }
        return response;
    }

    private Response response(Map<String, @Nullable Object> row, String otherId) {
        Object end = row.remove(FINISH);
        Example example = fields.example(otherId, row);
        String text = example.response()
                .orElseThrow(() -> new ConfigException("found no '" + fields.response()
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
