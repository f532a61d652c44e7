package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.plugin.ConfigException;

class ChatFormatTest {

    @TempDir
    Path directory;

    @Test
    void aPromptEndsWhereTheModelIsToAnswer() {
        ChatFormat format = ChatFormat.read(Fixtures.model("llama"));
        assertThat(format.prompt(List.of(new Message("system", "Add."), Message.user("1+1"))))
                .isEqualTo("system: Add.\nuser: 1+1\nassistant: ");
    }

    @Test
    void theTokenizerOfADirectoryRendersWithItsTemplate() {
        Path model = Fixtures.model("llama");
        try (ModelTokenizer tokenizer = ModelTokenizer.open(model, ModelConfig.read(model))) {
            int[] rendered = tokenizer.render(List.of(Message.user("1")));
            assertThat(tokenizer.decode(rendered, false)).isEqualTo("user: 1\nassistant: ");
        }
    }

    @Test
    void aTemplateKnowsTheTokensOfTheModelAndThatThereAreNoTools() throws Exception {
        Files.writeString(
                directory.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}");
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ tools is none }}");
        assertThat(ChatFormat.read(directory).prompt(List.of(Message.user("x"))))
                .isEqualTo("<s>x</s>True");
    }

    @Test
    void argumentsWinOverWhatTheModelSays() throws Exception {
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\"}");
        Files.writeString(directory.resolve("chat_template.jinja"), "{{ bos_token }}");
        assertThat(ChatFormat.read(directory).render(List.of(), Map.of("bos_token", "other")))
                .isEqualTo("other");
    }

    @Test
    void everySpecialTokenOfTheModelIsKnown() throws Exception {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"pad_token\": \"<p>\", \"unk_token\": {\"content\": \"<u>\"}}");
        Files.writeString(directory.resolve("chat_template.jinja"), "{{ pad_token }}{{ unk_token }}");
        assertThat(ChatFormat.read(directory).prompt(List.of())).isEqualTo("<p><u>");
    }

    @Test
    void aConversationWithToolsHasItsOwnTemplateWhereThereIsOne() throws Exception {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"default\", \"template\": \"d\"},"
                        + " {\"name\": \"tool_use\", \"template\": \"t{{ tools|length }}\"}]}");
        ChatFormat format = ChatFormat.read(directory);
        assertThat(format.prompt(List.of())).isEqualTo("d");
        assertThat(format.render(List.of(), Map.of("tools", List.of(Map.of("name", "add")))))
                .isEqualTo("t1");
    }

    @Test
    void toolsOfAConversationReachTheTemplateAndAreNoTurn() throws Exception {
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                "{{ tools[0].name }}:{% for m in messages %}{{ m.role }}{% endfor %}");
        ChatFormat format = ChatFormat.read(directory);
        assertThat(format.prompt(List.of(Message.tools("[{\"name\": \"add\"}]"), Message.user("1+1"))))
                .isEqualTo("add:user");
        assertThatThrownBy(() -> format.prompt(List.of(Message.tools("{"), Message.user("1+1"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("The tools of a conversation are no JSON list: ");
        Files.delete(directory.resolve("chat_template.jinja"));
        assertThatThrownBy(() -> ChatFormat.read(directory).prompt(List.of(Message.tools("[]"), Message.user("1+1"))))
                .hasMessage(directory + " has no chat template, so it can't be told of tools");
    }

    @Test
    void callsOfToolsReachTheTemplateAsPartsOfTheirTurn() throws Exception {
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                "{% for m in messages %}[{{ m.role }}|{{ m.content }}|{% for c in m.tool_calls or [] %}{{ c.function.name }}"
                        + "({{ c.function.arguments.a }}){% endfor %}{{ m.tool_call_id }}]{% endfor %}");
        String calls =
                "{\"tool_calls\": [{\"function\": {\"name\": \"square\", \"arguments\": {\"a\": 6}}}], \"content\":"
                        + " null}";
        List<Message> conversation = List.of(
                Message.user("6*6?"),
                Message.parts(calls),
                new Message("assistant", ""),
                Message.parts("{\"tool_call_id\": \"c1\"}"),
                new Message("tool", "36"));
        assertThat(ChatFormat.read(directory).prompt(conversation))
                .isEqualTo("[user|6*6?|][assistant|None|square(6)][tool|36|c1]");

        for (String template : List.of("{% for m in messages %}{{ m.content }}{% endfor %}", "")) {
            if (template.isEmpty()) {
                Files.delete(directory.resolve("chat_template.jinja"));
            } else {
                Files.writeString(directory.resolve("chat_template.jinja"), template);
            }
            assertThatThrownBy(() -> ChatFormat.read(directory).prompt(conversation))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("A turn has tool_calls, but " + directory
                            + " has no chat template that writes them. Choose a model whose template does");
        }
    }

    @Test
    void argumentsOfTheFormatHoldUnlessTheCallerSaysOtherwise() throws Exception {
        Files.writeString(directory.resolve("chat_template.jinja"), "{{ enable_thinking }}");
        ChatFormat format = ChatFormat.read(directory).with(Map.of("enable_thinking", false));
        assertThat(format.prompt(List.of())).isEqualTo("False");
        assertThat(format.prompt(List.of(), Map.of("enable_thinking", true))).isEqualTo("True");
    }

    @Test
    void withoutATemplateTheContentsFollowOneAnother() {
        assertThat(ChatFormat.read(directory).prompt(List.of(Message.user("1+"), Message.user("1="))))
                .isEqualTo("1+1=");
    }

    @Test
    void withoutATemplateAMessageNeedsText() {
        assertThatThrownBy(() -> ChatFormat.read(directory)
                        .render(List.of(Map.of("role", "user", "content", List.of())), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no chat template, so messages are joined");
    }

    @Test
    void aBrokenTemplateIsNamedWithItsDirectory() throws Exception {
        Files.writeString(directory.resolve("chat_template.jinja"), "{% if %}");
        assertThatThrownBy(() -> ChatFormat.read(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("The chat template of " + directory + " can't be read: ");
    }
}
