package org.reason4j.cli.data;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.RowFields;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.formats.huggingface.HubCache;
import org.reason4j.core.host.dataset.JsonlReader;
import org.reason4j.core.host.plugin.ComponentFactory;

/**
 * A file of data on the command line, and the dataset that reads it.
 *
 * @param dataset name of the dataset
 * @param path the file, or a pattern for several
 * @param settings of the dataset besides the path
 */
public record DataFile(String dataset, String path, Map<String, Object> settings) {

    /** The built-in dataset of JSON lines. */
    public static final String JSONL = "jsonl";

    private static final String TABLES = "duckdb";
    private static final Pattern TABLE = Pattern.compile(".*\\.(?:parquet|csv|tsv)(?:\\.gz|\\.zst)?");
    private static final List<String> NAMES = List.of("prompt", "messages", "answer", "response", "tools", "id");
    private static final String ADDED = "(row)";

    public DataFile {
        settings = Map.copyOf(settings);
    }

    /**
     * A file and its dataset: {@code duckdb} for Parquet and CSV, {@code jsonl} for others, unless one is named.
     *
     * @param source a path, or files of a downloaded dataset of the Hub
     * @param settings {@code key=value} for the dataset
     */
    public static DataFile of(String source, Optional<String> dataset, List<String> settings) {
        String path = HubCache.ofProcess()
                .find(HubCache.Kind.DATASET, Path.of(""), source)
                .map(Path::toString)
                .orElse(source);
        Map<String, Object> config = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            check(equals > 0, "'%s': expected key=value, such as prompt=question", setting);
            config.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        boolean table = TABLE.matcher(path.toLowerCase(Locale.ROOT)).matches();
        return new DataFile(dataset.orElse(table ? TABLES : JSONL), path, config);
    }

    /** This file, with the names of fields that a recipe has for another one, as far as it names none itself. */
    public DataFile withNamesOf(String other, Map<String, ?> config) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (other.equals(dataset)) {
            all.putAll(config);
        } else if (List.of(JSONL, TABLES).containsAll(List.of(other, dataset))) {
            all.putAll(config);
            all.keySet().retainAll(NAMES);
        }
        all.remove("path");
        all.putAll(settings);
        return new DataFile(dataset, path, all);
    }

    /**
     * Reads the examples.
     *
     * @param option the option that named the dataset, for messages
     */
    public List<Example> examples(ComponentFactory factory, String option) {
        return read(factory, option, settings);
    }

    private List<Example> read(ComponentFactory factory, String option, Map<String, Object> config) {
        Map<String, Object> all = new LinkedHashMap<>(config);
        all.put("path", path);
        return factory.create(Kind.DATASET, dataset, Optional.empty(), all, option)
                .read();
    }

    /** True if the rows can be had as they are, with or without a prompt. */
    boolean hasRows() {
        return List.of(JSONL, TABLES).contains(dataset);
    }

    /** The rows with all their fields, whatever these are called; of another dataset, its examples as rows. */
    public List<Map<String, @Nullable Object>> rows(ComponentFactory factory, String option) {
        if (dataset.equals(JSONL)) {
            return JsonlReader.rows(Path.of(path));
        }
        return dataset.equals(TABLES)
                ? rawRows(factory, option)
                : examples(factory, option).stream().map(DataFile::row).toList();
    }

    /** The parts of an example are found within one column that is added, where a reader leaves what it finds. */
    private List<Map<String, @Nullable Object>> rawRows(ComponentFactory factory, String option) {
        Map<String, Object> config = new LinkedHashMap<>(settings);
        config.put(
                "select",
                settings.getOrDefault("select", "*") + ", {'id': CAST(uuid() AS VARCHAR)} AS \"" + ADDED + "\"");
        List.of("prompt", "messages", "response", "id").forEach(part -> config.put(part, ADDED + ".id"));
        config.put("answer", "answer");
        config.put("tools", "");
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Example example : read(factory, option, config)) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>(example.fields());
            row.remove(ADDED);
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, @Nullable Object> row(Example example) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(example.fields());
        row.put("id", example.id());
        row.put(
                "messages",
                example.messages().stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        example.response().ifPresent(text -> row.put("response", text));
        return row;
    }

    /** Names of the fields of a row, as the settings say. */
    public RowFields fields() {
        check(
                !dataset.equals(JSONL) || NAMES.containsAll(settings.keySet()),
                "%s are settings for %s, expected some of %s",
                settings.keySet(),
                path,
                NAMES);
        return dataset.equals(JSONL) || dataset.equals(TABLES)
                ? RowFields.of(
                        named("prompt"),
                        named("messages"),
                        named("answer"),
                        named("response"),
                        named("id"),
                        String.valueOf(settings.getOrDefault("tools", "")))
                : RowFields.DEFAULTS;
    }

    private String named(String part) {
        return String.valueOf(settings.getOrDefault(part, part));
    }
}
