package org.reason4j.core.host.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/** Files with one JSON object per line, where blank lines are skipped, or with one list of objects; gzip is unpacked. */
final class JsonLines {

    private static final int REPORTED = 10;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectReader ROW =
            MAPPER.readerFor(new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    private static final ObjectReader ITEM = ROW.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonLines() {}

    /** Takes the rows of a file. */
    interface Rows {

        /**
         * Takes a row.
         *
         * @param place file and line, or file and number in the list
         * @param number its line or its number in the list, from 1
         * @param row its fields in order, without those that are null; to take apart
         * @throws ConfigException with what was found and expected
         */
        void add(String place, int number, Map<String, @Nullable Object> row);

        /** Is told what stands where a row was expected. */
        void refuse(String place, String problem);
    }

    /** Reader of a row. */
    interface RowReader<T> {
        /**
         * Reads a row.
         *
         * @param row its fields in order, without those that are null; to take apart
         * @param line its number, from 1
         * @throws ConfigException with what was found and expected; the caller says where
         */
        T read(Map<String, @Nullable Object> row, int line);
    }

    /**
     * Reads every row.
     *
     * @throws ConfigException with one line for each row that is wrong, or if there is none
     */
    static <T> List<T> read(Path file, RowReader<T> reader) {
        List<T> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        each(file, new Rows() {
            @Override
            public void add(String place, int number, Map<String, @Nullable Object> row) {
                try {
                    rows.add(reader.read(row, number));
                } catch (ConfigException e) {
                    refuse(place, String.valueOf(e.getMessage()));
                }
            }

            @Override
            public void refuse(String place, String problem) {
                problems.add(place + ": " + problem);
            }
        });
        if (problems.size() > REPORTED) {
            String rest = "... and " + (problems.size() - REPORTED) + " more";
            problems.subList(REPORTED, problems.size()).clear();
            problems.add(rest);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        if (rows.isEmpty()) {
            throw new ConfigException(file + ": found no rows, expected one JSON object per line");
        }
        return List.copyOf(rows);
    }

    /**
     * Gives away every row, and what stands in the place of one.
     *
     * @throws ConfigException if the file has no rows that could be read one by one
     */
    static void each(Path file, Rows rows) {
        String text = RowsFile.text(file);
        if (text.stripLeading().startsWith("[")) {
            list(file, text, rows);
        } else {
            lines(file, text.lines().toList(), rows);
        }
    }

    private static void lines(Path file, List<String> lines, Rows rows) {
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (line.isBlank()) {
                continue;
            }
            String place = file + ":" + number;
            try {
                rows.add(place, number, parse(line));
            } catch (ConfigException e) {
                rows.refuse(place, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads the objects of a list one by one; after a fault in the JSON itself nothing else can be read. */
    private static void list(Path file, String text, Rows rows) {
        int number = 0;
        try (JsonParser parser = MAPPER.createParser(text)) {
            parser.nextToken(); // the bracket that the text begins with
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                number++;
                String place = file + ": row " + number;
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    rows.add(place, number, withoutNull(ITEM.readValue(parser)));
                } else {
                    String found = kind(parser.currentToken());
                    parser.skipChildren();
                    rows.refuse(place, "found " + found + " in the list, expected an object");
                }
            }
            if (parser.nextToken() != null) {
                throw new ConfigException(file + ": found text after the list, expected nothing");
            }
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    file + ":" + e.getLocation().getLineNr() + ":"
                            + e.getLocation().getColumnNr() + ": not a JSON list: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory can't be read", e);
        }
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }

    private static Map<String, @Nullable Object> withoutNull(Map<String, @Nullable Object> row) {
        row.values().removeIf(Objects::isNull);
        return row;
    }

    private static Map<String, @Nullable Object> parse(String line) {
        try {
            Map<String, @Nullable Object> row = ROW.readValue(line);
            if (row == null) {
                throw new ConfigException("found null, expected a JSON object");
            }
            return withoutNull(row);
        } catch (JsonProcessingException e) {
            if (e instanceof MismatchedInputException && !line.stripLeading().startsWith("{")) {
                throw new ConfigException("found " + FileFormat.kind(line) + ", expected a JSON object", e);
            }
            String column = e.getLocation() == null
                    ? ""
                    : " at column " + e.getLocation().getColumnNr();
            throw new ConfigException("not a JSON object" + column + ": " + e.getOriginalMessage(), e);
        }
    }
}
