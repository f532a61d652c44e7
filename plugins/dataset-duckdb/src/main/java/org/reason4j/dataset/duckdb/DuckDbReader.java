package org.reason4j.dataset.duckdb;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.ExampleRows;
import org.reason4j.api.dataset.RowFields;
import org.reason4j.api.plugin.ConfigException;

/**
 * Reads files of tables: Parquet, CSV and JSON. Several files of a pattern follow each other in the order of their names, rows
 * in the order of their file.
 *
 * <p>{@link RowFields} says how a row becomes an example. The SQL of the settings reads these files and nothing else: DuckDB
 * works in memory, opens no other file, and neither downloads nor loads extensions.
 */
public final class DuckDbReader implements DatasetReader {

    private final DuckDbConfig config;

    /** A reader of the configured files, which are opened by {@link #read()}. */
    public DuckDbReader(DuckDbConfig config) {
        this.config = config;
    }

    @Override
    public List<Example> read() {
        check(
                !config.path().isBlank(),
                "The dataset duckdb has no path. Set path in its config to a file, or to a pattern such as"
                        + " data/train-*.parquet.");
        List<Path> files = TableFiles.of(config.path());
        ExampleRows examples = ExampleRows.of(config.fields());
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties())) {
            restrict(connection, files);
            int rows = 0;
            for (Path file : files) {
                rows = read(connection, file, rows, examples);
            }
        } catch (SQLException e) {
            throw new ConfigException(config.path() + ": DuckDB can't read it: " + e.getMessage(), e);
        }
        return examples.examples(config.path());
    }

    /** Leaves nothing to SQL but these files. */
    private static void restrict(Connection connection, List<Path> files) throws SQLException {
        String allowed = files.stream()
                .flatMap(file -> Stream.of(file.toString(), literally(file)))
                .distinct()
                .map(name -> "'" + name.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET preserve_insertion_order = true");
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET allowed_paths = " + allowed);
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        }
    }

    private int read(Connection connection, Path file, int before, ExampleRows examples) {
        String query = "SELECT " + config.select() + " FROM "
                + config.format().of(file).table()
                + (config.where().isBlank() ? "" : " WHERE (" + config.where() + ")");
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, literally(file));
            try (ResultSet table = statement.executeQuery()) {
                int row = 0;
                while (table.next()) {
                    row++;
                    add(table, file + ": row " + row, Integer.toString(before + row), examples);
                }
                return before + row;
            }
        } catch (SQLException e) {
            throw new ConfigException(file + ": DuckDB can't read it with " + query + ": " + e.getMessage(), e);
        }
    }

    private static void add(ResultSet table, String place, String id, ExampleRows examples) throws SQLException {
        ResultSetMetaData columns = table.getMetaData();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnLabel(i);
            try {
                row.put(name, Cells.value(table.getObject(i)));
            } catch (ConfigException e) {
                examples.refuse(place, "found in the column '" + name + "' " + e.getMessage());
                return;
            }
        }
        examples.add(place, id, row);
    }

    /** A file's name in which DuckDB sees no pattern. */
    private static String literally(Path file) {
        return file.toString().replaceAll("[\\[*?]", "[$0]");
    }
}
