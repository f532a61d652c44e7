package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

class ChatTemplateSourceTest {

    @TempDir
    Path directory;

    private ChatTemplateSource read(String tokenizerConfig) throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), tokenizerConfig);
        return ChatTemplateSource.read(directory);
    }

    @Test
    void aFileOfItsOwnComesFirst() throws IOException {
        Files.writeString(directory.resolve("chat_template.jinja"), "{# file #}");

        assertThat(read("{\"chat_template\": \"{# key #}\"}").template()).contains("{# file #}");
    }

    @Test
    void tokensAreStringsOrObjects() throws IOException {
        ChatTemplateSource source =
                read("{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\", \"lstrip\": false}}");

        assertThat(source).isEqualTo(new ChatTemplateSource(Optional.empty(), Optional.of("<s>"), Optional.of("</s>")));
    }

    @Test
    void theSpecialTokensMapFillsIn() throws IOException {
        Files.writeString(
                directory.resolve("special_tokens_map.json"), "{\"bos_token\": \"<b>\", \"eos_token\": \"<e>\"}");
        ChatTemplateSource source = read("{\"bos_token\": null, \"eos_token\": \"<x>\"}");

        assertThat(source.beginningOfSequence()).contains("<b>");
        assertThat(source.endOfSequence()).contains("<x>");
    }

    @Test
    void amongSeveralTemplatesTheDefaultIsTaken() throws IOException {
        assertThat(read("""
                {"chat_template": [{"name": "rag", "template": "r"}, {"name": "default", "template": "d"}]}""").template()).contains("d");
        assertThatThrownBy(() -> read("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"r\"}]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("tokenizer_config.json")
                        + ": 'chat_template' has the templates 'rag', expected one named 'default'");
    }

    @Test
    void aDirectoryWithoutTemplateHasNone() {
        assertThat(ChatTemplateSource.read(directory).template()).isEmpty();
        assertThat(ChatTemplateSource.read(Fixtures.model("llama")).template().orElseThrow())
                .startsWith("{% for m in messages %}");
        assertThat(ChatTemplateSource.read(Fixtures.model("llama")).endOfSequence())
                .contains("<eos>");
    }
}
