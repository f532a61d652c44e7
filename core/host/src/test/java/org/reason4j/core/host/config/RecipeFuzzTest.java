package org.reason4j.core.host.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.MutatedInputs;

public class RecipeFuzzTest {

    private static final Path FILE = file();

    static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a recipe and writes what it resolves to. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        try {
            RecipeReader.read(FILE, Map.of("SECRET", "s3cret"), List.of()).toYaml();
        } catch (ConfigException e) {
            return;
        }
    }

    @Test
    void anyFileGivesARecipeOrAMessage() {
        MutatedInputs.of(RecipeFuzzTest.class).check(500, RecipeFuzzTest::fuzzerTestOneInput);
    }
}
