package org.reason4j.cli.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of commands that read a file of data: the dataset that reads it, and its settings. */
public final class ReaderOptions {

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "Dataset that reads --data. Default: duckdb for Parquet and CSV, jsonl for others.")
    private Optional<String> dataset = Optional.empty();

    @Option(
            names = "--data-config",
            paramLabel = "KEY=VALUE",
            description = "A setting of that dataset, such as prompt=question. May be given several times.")
    private List<String> settings = new ArrayList<>();

    /** Returns the file with the dataset that reads it. */
    public DataFile file(String source) {
        return DataFile.of(source, dataset, settings);
    }
}
