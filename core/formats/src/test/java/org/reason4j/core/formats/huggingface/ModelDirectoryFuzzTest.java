package org.reason4j.core.formats.huggingface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.testkit.MutatedInputs;
import org.reason4j.testkit.NamedInput;

/** The small files of a model directory, one of them mutated. */
public class ModelDirectoryFuzzTest {

    private static final String CONFIG = """
            {"model_type": "llama", "vocab_size": 16, "hidden_size": 8, "intermediate_size": 16,
             "num_hidden_layers": 2, "num_attention_heads": 2, "max_position_embeddings": 64}
            """;
    private static final List<String> NAMES =
            List.of("config.json", "generation_config.json", "tokenizer_config.json", "adapter_config.json");

    /** Reads a directory with the input as one of its files. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        NamedInput file = NamedInput.of(input, NAMES);
        Path directory = Files.createTempDirectory("fuzz");
        try {
            Files.writeString(directory.resolve("config.json"), CONFIG);
            Files.write(directory.resolve(file.name()), file.content());
            ModelConfig config = ModelConfig.read(directory);
            config.tensors();
            config.inverseFrequencies();
            ChatFormat.read(directory).prompt(List.of(Message.user("1+1=")));
            if (file.name().equals("adapter_config.json")) {
                LoraConfig.read(directory).tensors(config);
            }
        } catch (ConfigException e) {
            return;
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    @Test
    void anyFileGivesAModelOrAMessage() {
        MutatedInputs.of(ModelDirectoryFuzzTest.class).check(1000, ModelDirectoryFuzzTest::fuzzerTestOneInput);
    }
}
