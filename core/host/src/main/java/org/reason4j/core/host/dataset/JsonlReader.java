package org.reason4j.core.host.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

/**
 * Reads one JSON object per line; blank lines are skipped.
 *
 * <p>A row is a {@code prompt}, which becomes one message of the user, or a conversation in {@code messages}. Its answer is
 * found under {@code fields["answer"]} whatever the file calls it, and every other field under its own name; a field {@code
 * answer} beside the one that the settings name is left out, as are fields that are null and parts of a message other than
 * role and content. Texts of a message in several parts are joined.
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
        Map<String, Integer> seen = new HashMap<>();
        return JsonLines.read(Path.of(config.path()), (row, line) -> {
            Example example = example(row, line);
            Integer earlier = seen.putIfAbsent(example.id(), line);
            if (earlier != null) {
                throw new ConfigException("found the id '" + example.id() + "' again, first in line " + earlier
                        + "; expected every id once");
            }
            return example;
        });
    }

    private Example example(Map<String, @Nullable Object> fields, int line) {
        JsonlRow row = new JsonlRow(config, fields);
        String id = row.id().orElse(Integer.toString(line));
        List<Message> messages = row.messages();
        if (messages.isEmpty()) {
            throw new ConfigException("found neither '" + config.prompt() + "' nor a list '" + config.messages()
                    + "', expected one of them; its fields are " + row.left());
        }
        Optional<String> response = row.response();
        Example example = Example.of(id, messages).withFields(row.rest());
        return response.map(example::withResponse).orElse(example);
    }
}
