package org.reason4j.core.formats.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.safetensors.TensorSpec;
import org.reason4j.testkit.MutatedInputs;

public class GgufFuzzTest {

    private static final Path FILE = file();

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".gguf");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads tokenizer and every tensor of a file. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        try {
            Gguf gguf = Gguf.open(FILE);
            for (TensorSpec tensor : gguf.tensors()) {
                try {
                    gguf.readAsFloat32(tensor.name());
                } catch (ConfigException e) { // of a number format that is not read
                    continue;
                }
            }
            new TokenizerJson(gguf.metadata()).tokenizer();
        } catch (ConfigException e) {
            return;
        }
    }

    @Test
    void anyFileGivesAModelOrAMessage() {
        MutatedInputs.of(GgufFuzzTest.class).check(600, GgufFuzzTest::fuzzerTestOneInput);
    }
}
