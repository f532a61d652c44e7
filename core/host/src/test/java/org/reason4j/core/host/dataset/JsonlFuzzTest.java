package org.reason4j.core.host.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.MutatedInputs;

public class JsonlFuzzTest {

    private static final Path FILE = file();
    private static final JsonlReader READER = new JsonlReader(JsonlReaderConfig.of(FILE.toString()));

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".jsonl");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a dataset. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        try {
            DataHash.of(READER.read());
        } catch (ConfigException e) {
            return;
        }
    }

    @Test
    void anyFileGivesExamplesOrAMessage() {
        MutatedInputs.of(JsonlFuzzTest.class).check(1500, JsonlFuzzTest::fuzzerTestOneInput);
    }
}
