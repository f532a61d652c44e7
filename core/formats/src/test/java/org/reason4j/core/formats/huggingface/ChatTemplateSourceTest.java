package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

        assertThat(read("{\"chat_template\": \"{# key #}\"}").templates())
                .containsExactly(entry("default", "{# file #}"));
    }

    @Test
    void tokensAreStringsOrObjects() throws IOException {
        ChatTemplateSource source =
                read("{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\", \"lstrip\": false}}");

        assertThat(source).isEqualTo(new ChatTemplateSource(Map.of(), Map.of("bos_token", "<s>", "eos_token", "</s>")));
    }

    @Test
    void theSpecialTokensMapFillsIn() throws IOException {
        Files.writeString(
                directory.resolve("special_tokens_map.json"),
                "{\"bos_token\": \"<b>\", \"eos_token\": \"<e>\", \"pad_token\": \"<p>\", \"unk_token\": \"<u>\"}");
        ChatTemplateSource source = read("{\"bos_token\": null, \"eos_token\": \"<x>\"}");

        assertThat(source.tokens())
                .isEqualTo(Map.of("bos_token", "<b>", "eos_token", "<x>", "pad_token", "<p>", "unk_token", "<u>"));
    }

    @Test
    void severalTemplatesHaveNamesOneOfThemDefault() throws IOException {
        assertThat(read("""
                {"chat_template": [{"name": "rag", "template": "r"}, {"name": "default", "template": "d"}]}""").templates()).containsExactly(entry("rag", "r"), entry("default", "d"));
        assertThatThrownBy(() -> read("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"r\"}]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("tokenizer_config.json")
                        + ": 'chat_template' has the templates 'rag', expected one named 'default'");
    }

    @Test
    void furtherTemplatesStandInADirectoryOfTheirOwn() throws IOException {
        Files.writeString(directory.resolve("chat_template.jinja"), "d");
        Files.createDirectory(directory.resolve("additional_chat_templates"));
        Files.writeString(directory.resolve("additional_chat_templates").resolve("tool_use.jinja"), "t");

        assertThat(ChatTemplateSource.read(directory).templates())
                .containsExactly(entry("default", "d"), entry("tool_use", "t"));
    }

    @Test
    void aDirectoryWithoutTemplateHasNone() {
        assertThat(ChatTemplateSource.read(directory).templates()).isEmpty();
        ChatTemplateSource llama = ChatTemplateSource.read(Fixtures.model("llama"));
        assertThat(llama.templates().get("default")).startsWith("{% for m in messages %}");
        assertThat(llama.tokens()).containsEntry("eos_token", "<eos>");
    }
}
