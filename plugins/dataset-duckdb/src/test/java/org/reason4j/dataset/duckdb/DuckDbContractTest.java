package org.reason4j.dataset.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.testkit.contract.DatasetContract;

class DuckDbContractTest extends DatasetContract {

    @TempDir
    static Path directory;

    @BeforeAll
    static void writeRows() throws IOException {
        Files.writeString(directory.resolve("rows.csv"), "prompt,answer\n1+1,2\n2+2,4\n");
    }

    @Override
    protected DatasetReader component() {
        return new DuckDbReader(DuckDbConfig.of(directory.resolve("rows.csv").toString()));
    }
}
