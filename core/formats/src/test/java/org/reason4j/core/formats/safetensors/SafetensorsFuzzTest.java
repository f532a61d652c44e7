package org.reason4j.core.formats.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.MutatedInputs;

public class SafetensorsFuzzTest {

    private static final Path FILE = file();

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".safetensors");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads every tensor of a file. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        try {
            Safetensors tensors = Safetensors.open(FILE);
            for (TensorSpec tensor : tensors.tensors()) {
                try {
                    tensors.readAsFloat32(tensor.name());
                } catch (ConfigException e) { // of a number format that is not read
                    continue;
                }
            }
        } catch (ConfigException e) {
            return;
        }
    }

    @Test
    void anyFileGivesTensorsOrAMessage() {
        MutatedInputs.of(SafetensorsFuzzTest.class).check(1500, SafetensorsFuzzTest::fuzzerTestOneInput);
    }
}
