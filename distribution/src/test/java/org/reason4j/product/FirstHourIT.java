package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;

/** The script that plays the first hour, from an empty home to a trained model, by the commands that the product prints. */
@DisabledOnOs(OS.WINDOWS)
class FirstHourIT {

    private static final Path PRODUCT = Path.of("target/reason4j").toAbsolutePath();
    private static final Path SCRIPT =
            Path.of("../docs/benchmarks/first-hour.sh").toAbsolutePath().normalize();

    /** A quiet machine takes one or two; a busy one is let take its time. */
    private static final long MINUTES = 15;

    @TempDir
    private Path scratch;

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void everyCommandThatIsPrintedAsTheNextOneWorks() throws Exception {
        play(tiny());
    }

    @Test
    @Timeout(value = MINUTES, unit = TimeUnit.MINUTES)
    void aRealModelGoesTheSameWay() throws Exception {
        String file = System.getProperty("reason4j.smollm2", "");
        assumeTrue(!file.isEmpty(), "-Dreason4j.smollm2=FILE names no GGUF file of SmolLM2-135M-Instruct");
        play(Path.of(file));
    }

    private void play(Path weights) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                SCRIPT.toString(),
                PRODUCT.toString(),
                weights.toString(),
                scratch.resolve("hour").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        EndedProgram played = EndedProgram.within(TimeUnit.MINUTES.toSeconds(MINUTES - 1), builder, scratch);

        System.out.print(played.out());
        assertThat(played.exitCode()).as(played.out() + played.err()).isZero();
        assertThat(played.out())
                .contains("s  reason4j try gsm8k.yaml", "s  reason4j generate --model ", "s  reason4j serve --model ")
                .endsWith(" s.\n");
    }

    /** The tiny model of the tests of GGUF, with positions for the prompts of a recipe, exported again. */
    private Path tiny() throws IOException {
        Path file = scratch.resolve("short.gguf");
        try (InputStream in = Objects.requireNonNull(
                FirstHourIT.class.getResourceAsStream("/org/reason4j/core/formats/gguf/tiny.gguf"))) {
            Files.copy(in, file);
        }
        Path model = scratch.resolve("model");
        CommandTester.run("import-gguf", file, "--output", model);
        Path config = model.resolve("config.json");
        String positions = "\"max_position_embeddings\" : ";
        String text = Files.readString(config);
        assertThat(text).contains(positions + "128");
        Files.writeString(config, text.replace(positions + "128", positions + "2048"));
        Path longer = scratch.resolve("tiny.gguf");
        assertThat(CommandTester.run("export-gguf", model, "--output", longer).exitCode())
                .isZero();
        return longer;
    }
}
