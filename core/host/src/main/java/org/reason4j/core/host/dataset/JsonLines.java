package org.reason4j.core.host.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/** Files with one JSON object per line; blank lines are skipped. */
final class JsonLines {

    private static final int REPORTED = 10;
    private static final ObjectReader ROW = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});

    private JsonLines() {}

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
        List<String> lines = lines(file);
        List<T> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = number == 1 ? withoutMark(lines.get(0)) : lines.get(number - 1);
            if (line.isBlank()) {
                continue;
            }
            try {
                rows.add(reader.read(parse(line), number));
            } catch (ConfigException e) {
                problems.add(file + ":" + number + ": " + e.getMessage());
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
        if (rows.isEmpty()) {
            throw new ConfigException(file + ": found no rows, expected one JSON object per line");
        }
        return List.copyOf(rows);
    }

    private static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": no such file; expected one JSON object per line");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            FileFormat.refuseOther(file, bytes);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": not UTF-8 text; save the file in that encoding", e);
        } catch (IOException e) {
            throw new ConfigException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private static Map<String, @Nullable Object> parse(String line) {
        try {
            Map<String, @Nullable Object> row = ROW.readValue(line);
            if (row == null) {
                throw new ConfigException("found null, expected a JSON object");
            }
            row.values().removeIf(Objects::isNull);
            return row;
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
