package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCommandTest {

    @TempDir
    Path directory;

    private Path messages;

    @BeforeEach
    void aConversation() throws IOException {
        messages = Files.writeString(directory.resolve("messages.json"), """
                [{"role": "system", "content": "Füge hinzu."}, {"role": "user", "content": "1+1"}]
                """);
    }

    private Path template(String source) throws IOException {
        Path model = Files.createDirectories(directory.resolve("model"));
        Files.writeString(model.resolve("chat_template.jinja"), source);
        return model;
    }

    @Test
    void theConversationIsPrintedUpToWhereTheModelIsToAnswer() {
        var outcome = CommandTester.run("template", "--model", CommandTester.llama(), "--messages", messages);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("system: Füge hinzu.\nuser: 1+1\nassistant: ");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void withoutAGenerationPromptItEndsAfterTheLastMessage() {
        assertThat(CommandTester.run(
                                "template",
                                "--model",
                                CommandTester.llama(),
                                "--messages",
                                messages,
                                "--no-generation-prompt")
                        .out())
                .isEqualTo("system: Füge hinzu.\nuser: 1+1\n");
    }

    @Test
    void furtherKeysOfMessagesReachTheTemplate() throws IOException {
        Files.writeString(messages, """
                [{"role": "assistant", "content": null, "tool_calls": [{"function": {"name": "add", "arguments": {"a": 1}}}]}]
                """);
        var outcome = CommandTester.run(
                "template",
                "--model",
                template("{{ messages[0].content is none }} {{ messages[0].tool_calls[0].function | tojson }}"),
                "--messages",
                messages);

        assertThat(outcome.out()).isEqualTo("True {\"name\": \"add\", \"arguments\": {\"a\": 1}}");
    }

    @Test
    void toolsAndFurtherArgumentsReachTheTemplate() throws IOException {
        Path tools = Files.writeString(directory.resolve("tools.json"), "[{\"name\": \"add\"}]");
        var outcome = CommandTester.run(
                "template",
                "--model",
                template("{{ tools[0].name }} {{ enable_thinking }} {{ date }}"),
                "--messages",
                messages,
                "--tools",
                tools,
                "--set",
                "enable_thinking=false",
                "--set",
                "date=\"26 Jul 2024\"");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("add False 26 Jul 2024");
    }

    @Test
    void whatTheTemplateRaisesIsTold() throws IOException {
        var outcome = CommandTester.run(
                "template", "--model", template("{{ raise_exception('no system role') }}"), "--messages", messages);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err().strip()).isEqualTo("no system role");
    }

    @Test
    void aTemplateThatAsksForTooMuchIsOneMessage() throws IOException {
        for (String source : List.of(
                "{{ 'a' * 10**9 }}",
                "{{ 2**99999999999 }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
                "{{ " + "(".repeat(500) + "1" + ")".repeat(500) + " }}",
                "x".repeat(300_000),
                "x".repeat(2_000_000))) {
            var outcome = CommandTester.run("template", "--model", template(source), "--messages", messages);

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err().strip().lines()).hasSize(1);
        }
    }

    @Test
    void messagesThatAreNoListOfObjectsAreRefused() throws IOException {
        Files.writeString(messages, "{\"role\": \"user\"}");
        var outcome = CommandTester.run("template", "--model", CommandTester.llama(), "--messages", messages);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith(messages + " is not a JSON list of messages, each an object");
    }

    @Test
    void anArgumentThatIsNoJsonIsRefused() {
        var outcome = CommandTester.run(
                "template", "--model", CommandTester.llama(), "--messages", messages, "--set", "mode=fast");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--set mode is not JSON: fast");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        var outcome = CommandTester.run(
                "template", "--model", CommandTester.llama(), "--messages", directory.resolve("none.json"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("No file " + directory.resolve("none.json"));
    }
}
