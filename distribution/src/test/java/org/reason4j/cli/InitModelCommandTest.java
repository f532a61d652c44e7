package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitModelCommandTest {

    @TempDir
    Path directory;

    private static CommandTester.Outcome create(Path output, Object seed) {
        Path llama = CommandTester.llama();
        return CommandTester.run(
                "init-model",
                "--config",
                llama.resolve("config.json"),
                "--tokenizer",
                llama,
                "--output",
                output,
                "--seed",
                seed);
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOneOthers() {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        Path other = directory.resolve("other");

        assertThat(create(one, 5).err()).isEmpty();
        assertThat(create(two, 5).exitCode()).isZero();
        assertThat(create(other, 6).exitCode()).isZero();

        String weights = "model.safetensors";
        assertThat(one.resolve(weights)).hasSameBinaryContentAs(two.resolve(weights));
        assertThat(other.resolve(weights).toFile()).isNotEmpty();
        assertThat(org.assertj.core.util.Files.contentOf(
                        other.resolve(weights).toFile(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .isNotEqualTo(org.assertj.core.util.Files.contentOf(
                        one.resolve(weights).toFile(), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void theModelCanBeUsed() throws Exception {
        Path model = directory.resolve("model");
        assertThat(create(model, 5).out()).contains("llama model with", "parameters");

        var outcome = CommandTester.run("logprobs", "--model", model, "--ids", "3,4", "--json");

        // weights of 0.02 say next to nothing: about ln(1/100) = -4.6
        assertThat(outcome.json().get("logprobs").get(0).get(0).doubleValue()).isBetween(-5.2, -4.0);
    }

    @Test
    void aDirectoryThatHoldsSomethingIsLeftAlone() {
        Path llama = CommandTester.llama();
        var outcome = create(llama, 5);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(llama + " exists already and is not empty");
    }

    @Test
    void aSeedThatIsNoNumberIsRefused() {
        var outcome = create(directory.resolve("model"), "lucky");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--seed", "lucky");
    }
}
