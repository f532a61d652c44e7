package org.reason4j.core.host.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.MutatedInputs;

/** Arguments, one a line; those that begin with {@code REASON4J__} are environment variables. */
public class OverridesFuzzTest {

    private static final Path FILE = file();

    private static Path file() {
        try {
            return Files.writeString(RecipeFuzzTest.file(), RecipeFiles.MINIMAL);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lays arguments and variables over a recipe. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> arguments = new ArrayList<>();
        Map<String, String> environment = new HashMap<>();
        for (String line : new String(input, StandardCharsets.UTF_8).split("\n", 50)) {
            if (line.startsWith("REASON4J__")) {
                int equals = line.indexOf('=');
                environment.put(equals < 0 ? line : line.substring(0, equals), line.substring(equals + 1));
            } else {
                arguments.add(line);
            }
        }
        try {
            RecipeReader.read(FILE, environment, arguments);
        } catch (ConfigException e) {
            return;
        }
    }

    @Test
    void anyArgumentGivesARecipeOrAMessage() {
        MutatedInputs.of(OverridesFuzzTest.class).check(500, OverridesFuzzTest::fuzzerTestOneInput);
    }
}
