package org.reason4j.core.host.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * found under {@code fields["answer"]} whatever the file calls it, and every other field under its own name; fields that
 * are null are left out, as are parts of a message other than role and content.
 */
public final class JsonlReader implements DatasetReader {

    private static final int REPORTED = 10;
    private static final ObjectReader ROW = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});

    private final JsonlReaderConfig config;

    /** A reader of the configured file, which is opened by {@link #read()}. */
    public JsonlReader(JsonlReaderConfig config) {
        this.config = config;
    }

    @Override
    public List<Example> read() {
        List<String> lines = lines();
        List<Example> examples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = number == 1 ? withoutMark(lines.get(0)) : lines.get(number - 1);
            if (line.isBlank()) {
                continue;
            }
            try {
                Example example = example(line, number);
                Integer earlier = seen.putIfAbsent(example.id(), number);
                if (earlier != null) {
                    throw new ConfigException("found the id '" + example.id() + "' again, first in line " + earlier
                            + "; expected every id once");
                }
                examples.add(example);
            } catch (ConfigException e) {
                problems.add(config.path() + ":" + number + ": " + e.getMessage());
            }
        }
        if (problems.size() > REPORTED) {
            String rest = "... and " + (problems.size() - REPORTED) + " more";
            problems.subList(REPORTED, problems.size()).clear();
            problems.add(rest);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        if (examples.isEmpty()) {
            throw new ConfigException(config.path() + ": found no rows, expected one JSON object per line");
        }
        return List.copyOf(examples);
    }

    private List<String> lines() {
        if (config.path().isBlank()) {
            throw new ConfigException(
                    "The dataset jsonl has no path. Set path in its config to a file with one JSON object per line.");
        }
        Path file = Path.of(config.path());
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(config.path() + ": no such file; expected one JSON object per line");
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new ConfigException(config.path() + ": not UTF-8 text; save the file in that encoding", e);
        } catch (IOException e) {
            throw new ConfigException(config.path() + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private Example example(String line, int number) {
        Map<String, @Nullable Object> row = parse(line);
        row.values().removeIf(Objects::isNull);
        String id = row.containsKey(config.id()) ? id(row.remove(config.id())) : Integer.toString(number);
        List<Message> messages = messages(row);
        Optional<String> response =
                Optional.ofNullable(row.remove(config.response())).map(value -> text(value, config.response()));
        Object answer = row.remove(config.answer());
        if (answer != null && row.put("answer", answer) != null) {
            throw new ConfigException(
                    "found the answer in both '" + config.answer() + "' and 'answer'; keep one of them");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        row.forEach((name, value) -> fields.put(name, Objects.requireNonNull(value)));
        Example example = Example.of(id, messages).withFields(fields);
        return response.map(example::withResponse).orElse(example);
    }

    private static Map<String, @Nullable Object> parse(String line) {
        try {
            Map<String, @Nullable Object> row = ROW.readValue(line);
            if (row == null) {
                throw new ConfigException("found null, expected a JSON object");
            }
            return row;
        } catch (JsonProcessingException e) {
            String column = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            throw new ConfigException("not a JSON object" + column + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String id(@Nullable Object value) {
        if (value instanceof String || value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        throw new ConfigException("found the id " + value + ", expected text or a whole number");
    }

    private static String text(Object value, String field) {
        if (value instanceof String text) {
            return text;
        }
        throw new ConfigException("found " + value + " in '" + field + "', expected text");
    }

    private List<Message> messages(Map<String, @Nullable Object> row) {
        if (row.get(config.messages()) instanceof List<?> list) {
            row.remove(config.messages());
            if (list.isEmpty()) {
                throw new ConfigException("found no messages in '" + config.messages() + "', expected at least one");
            }
            return list.stream().map(this::message).toList();
        }
        Object prompt = row.remove(config.prompt());
        if (prompt instanceof List<?>) {
            throw new ConfigException("found a list in '" + config.prompt()
                    + "', expected text; if it is a conversation, " + "set messages: " + config.prompt());
        }
        if (prompt == null) {
            throw new ConfigException("found neither '" + config.prompt() + "' nor a list '" + config.messages()
                    + "', expected one of them; its fields are " + row.keySet());
        }
        return List.of(Message.user(text(prompt, config.prompt())));
    }

    private Message message(Object value) {
        if (value instanceof Map<?, ?> map
                && map.get("role") instanceof String role
                && map.get("content") instanceof String content) {
            return new Message(role, content);
        }
        throw new ConfigException(
                "found " + value + " in '" + config.messages() + "', expected {role, content} with texts");
    }
}
