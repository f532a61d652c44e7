package org.reason4j.core.formats.huggingface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.testkit.MutatedInputs;

public class TokenizerFuzzTest {

    private static final ModelConfig CONFIG = ModelConfig.parse("config.json", """
            {"model_type": "llama", "vocab_size": 1000, "hidden_size": 8, "intermediate_size": 16,
             "num_hidden_layers": 2, "num_attention_heads": 2, "max_position_embeddings": 64}
            """);

    /** Opens a tokenizer and uses it. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path directory = Files.createTempDirectory("fuzz");
        try {
            Files.write(directory.resolve("tokenizer.json"), input);
            try (ModelTokenizer tokenizer = ModelTokenizer.open(directory, CONFIG, messages -> "")) {
                int[] tokens = tokenizer.encode("1 + 2 = \u00e9 <s>");
                tokenizer.decode(tokens, true);
                tokenizer.decode(new int[] {0, tokenizer.vocabularySize() - 1}, false);
            }
        } catch (ConfigException e) {
            return;
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    @Test
    void anyFileGivesATokenizerOrAMessage() {
        MutatedInputs.of(TokenizerFuzzTest.class).check(800, TokenizerFuzzTest::fuzzerTestOneInput);
    }
}
