package org.reason4j.dataset.duckdb;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.reason4j.api.plugin.ConfigException;

/** A format of files with rows. */
public enum Format {
    /** The one that the file's name ends in, {@code .gz} and {@code .zst} aside. */
    AUTO(""),
    /** Columns with types, as Hugging Face keeps datasets. */
    PARQUET("read_parquet(?)", "parquet"),
    /** Text with a line of column names; every cell is text, an empty one is none. */
    CSV("read_csv(?, header = true, all_varchar = true)", "csv", "tsv"),
    /** One object per line, or a list of objects; DuckDB finds one type for every column over all rows. */
    JSON("read_json(?, sample_size = -1, maximum_object_size = 268435456)", "json", "jsonl", "ndjson");

    private final String table;
    private final List<String> endings;

    Format(String table, String... endings) {
        this.table = table;
        this.endings = List.of(endings);
    }

    /** The table function that reads a file, whose name is its only parameter. */
    String table() {
        return table;
    }

    /** Returns this format, or that of a file's name. */
    Format of(Path file) {
        if (this != AUTO) {
            return this;
        }
        String name =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (ending.equals("arrow")) {
            throw new ConfigException(
                    file + ": an Arrow file; expected Parquet, CSV or JSON. Write it as Parquet, in Python"
                            + " with datasets.Dataset.from_file(FILE).to_parquet(OTHER), or name the Parquet files of the Hub's cache,"
                            + " which 'hf download --repo-type dataset NAME' fills.");
        }
        for (Format format : values()) {
            if (format.endings.contains(ending)) {
                return format;
            }
        }
        throw new ConfigException(
                file + ": its name ends in none of .parquet, .csv, .tsv, .json, .jsonl and .ndjson. Set"
                        + " format to what it is.");
    }
}
