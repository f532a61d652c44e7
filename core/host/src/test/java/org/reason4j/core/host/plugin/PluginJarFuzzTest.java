package org.reason4j.core.host.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.testkit.MutatedInputs;

public class PluginJarFuzzTest {

    private static final Path DIRECTORY = directory();

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("fuzz");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loads the plugins of a directory with one jar. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path jar = Files.write(DIRECTORY.resolve("one.jar"), input);
        try (PluginRegistry registry =
                new PluginLoader(PluginJarFuzzTest.class.getClassLoader(), List.of()).load(List.of(DIRECTORY))) {
            if (registry.plugins().size() + registry.refused().size() != 1) {
                throw new AssertionError("the jar is neither a plugin nor refused");
            }
        } finally {
            Files.delete(jar);
        }
    }

    @Test
    void anyJarGivesAPluginOrAMessage() {
        MutatedInputs.of(PluginJarFuzzTest.class).check(800, PluginJarFuzzTest::fuzzerTestOneInput);
    }
}
