package org.reason4j.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;

class MergeAdapterCommandTest {

    @TempDir
    Path directory;

    @Test
    void aDirectoryWithoutAdaptersIsNamed() {
        CommandTester.Outcome outcome = CommandTester.run(
                "merge-adapter", "--adapter", CommandTester.llama(), "--output", directory.resolve("merged"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(CommandTester.llama() + " has no adapter_config.json");
    }

    @Test
    void aBaseThatIsNotThereIsSaidWithTheCommandThatDownloadsIt() throws IOException {
        Path adapters = Files.createDirectory(directory.resolve("adapters"));
        Files.writeString(
                adapters.resolve("adapter_config.json"), "{\"base_model_name_or_path\": \"no-org/no-model\"}");
        CommandTester.Outcome outcome =
                CommandTester.run("merge-adapter", "--adapter", adapters, "--output", directory.resolve("merged"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("'hf download no-org/no-model' downloads it");
        assertThat(directory.resolve("merged")).doesNotExist();
    }
}
