package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.reason4j.api.data.Message;

/** A tokenizer with one id per byte, so that a character may take several tokens; id 256 is {@code <|end|>}. */
final class ByteLevelTokenizers {

    static final int END = 256;

    private ByteLevelTokenizers() {}

    static ModelTokenizer open(Path directory, Function<List<Message>, String> chatTemplate) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        json.putArray("added_tokens")
                .addObject()
                .put("id", END)
                .put("content", "<|end|>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        json.putObject("pre_tokenizer")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
        json.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
        ObjectNode model = json.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        for (int value = 0; value < 256; value++) {
            vocabulary.put(TokenBytes.BYTES.substring(value, value + 1), value);
        }
        model.putArray("merges");
        Files.writeString(directory.resolve("tokenizer.json"), json.toString());
        ModelConfig config = ModelConfig.parse(
                "config.json", Fixtures.config("llama").replace("\"vocab_size\": 100", "\"vocab_size\": 257"));
        return ModelTokenizer.open(directory, config, chatTemplate);
    }
}
