package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {

    private static final String BYTE_PAIRS =
            "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1}}, \"added_tokens\": [{\"id\": 2, \"content\": \"<eos>\"}]}";

    @TempDir
    private Path directory;

    @Test
    void theOrderOfTheFileIsOfNoMatter() throws IOException {
        String turned =
                "{\"added_tokens\": [{\"content\": \"<eos>\", \"id\": 2}], \"model\": {\"vocab\": {\"b\": 1, \"a\": 0}}}";
        assertThat(read(turned)).isEqualTo(read(BYTE_PAIRS));
    }

    @Test
    void anotherIdOrAnotherTextIsAnotherVocabulary() throws IOException {
        assertThat(read(BYTE_PAIRS.replace("\"b\": 1", "\"b\": 3"))).isNotEqualTo(read(BYTE_PAIRS));
        assertThat(read(BYTE_PAIRS.replace("<eos>", "<end>"))).isNotEqualTo(read(BYTE_PAIRS));
    }

    @Test
    void aListOfTokensWithScoresIsReadByPlace() throws IOException {
        String list = BYTE_PAIRS.replace("{\"a\": 0, \"b\": 1}", "[[\"a\", -1.5], [\"b\", -2]]");
        assertThat(read(list)).isEqualTo(read(BYTE_PAIRS));
    }

    private Vocabulary read(String json) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), json);
        return Vocabulary.read(directory);
    }
}
