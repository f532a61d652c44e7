package org.reason4j.core.host.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

class JsonlReaderTest {

    @TempDir
    Path directory;

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("train.jsonl"), text).toString();
    }

    private List<Example> read(String text) throws IOException {
        return new JsonlReader(JsonlReaderConfig.of(file(text))).read();
    }

    private void assertProblem(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        message.replace("FILE", directory.resolve("train.jsonl").toString()));
    }

    @Test
    void aPromptBecomesOneMessageOfTheUser() throws IOException {
        assertThat(read("{\"id\": \"a\", \"prompt\": \"1+1\", \"answer\": 2, \"level\": \"easy\", \"note\": null}"))
                .containsExactly(
                        Example.of("a", List.of(Message.user("1+1"))).withFields(Map.of("answer", 2, "level", "easy")));
    }

    @Test
    void messagesAreTakenAsTheyAre() throws IOException {
        String row =
                "{\"messages\": [{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", \"content\": \"u\"}],"
                        + " \"response\": \"r\"}";
        assertThat(read(row))
                .containsExactly(Example.of("1", List.of(new Message("system", "s"), Message.user("u")))
                        .withResponse("r"));
    }

    @Test
    void fieldsMayHaveOtherNamesAndTheAnswerIsStillCalledAnswer() throws IOException {
        String path = file("{\"question\": \"q\", \"solution\": \"42\", \"key\": 7}");
        JsonlReaderConfig config =
                new JsonlReaderConfig(path, "question", "messages", "solution", "response", "", "key");
        assertThat(new JsonlReader(config).read())
                .containsExactly(Example.of("7", List.of(Message.user("q"))).withFields(Map.of("answer", "42")));
    }

    @Test
    void aRowWithoutIdIsIdentifiedByItsLine() throws IOException {
        assertThat(read("\uFEFF{\"prompt\": \"a\"}\n\n{\"prompt\": \"b\"}\n"))
                .extracting(Example::id)
                .containsExactly("1", "3");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("absent.jsonl");
        assertThatThrownBy(() -> new JsonlReader(JsonlReaderConfig.of(missing.toString())).read())
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": no such file; expected one JSON object per line, or a list of JSON objects");
    }

    @Test
    void aMissingPathIsAProblem() {
        assertThatThrownBy(() -> new JsonlReader(JsonlReaderConfig.DEFAULTS).read())
                .hasMessage(
                        "The dataset jsonl has no path. Set path in its config to a file with one JSON object per line.");
    }

    @Test
    void anEmptyDatasetIsAProblem() {
        assertProblem("\n  \n", "FILE: found no rows, expected at least one");
    }

    @Test
    void allBadRowsAreReportedWithTheirLines() {
        assertProblem(
                "{\"prompt\": \"a\", \"id\": 1}\n{\"question\": \"b\"}\n{\"prompt\": \"c\", \"id\": \"1\"}\n",
                "FILE:2: found neither 'prompt' nor a list 'messages', expected one of them; its fields are [question]\n"
                        + "FILE:3: found the id '1' again, first in FILE:1; expected every id once");
    }

    @Test
    void aLineThatIsNotJsonIsReportedWithItsNumber() {
        assertThatThrownBy(() -> read("{\"prompt\": \"a\"}\n{oops}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(directory.resolve("train.jsonl") + ":2: not a JSON object at column 2: ");
    }

    @Test
    void textAfterTheObjectAndKeysWrittenTwiceAreNotDropped() {
        assertThatThrownBy(() -> read("{\"prompt\": \"a\"} {}")).hasMessageContaining(":1: not a JSON object");
        assertThatThrownBy(() -> read("{\"prompt\": \"a\", \"prompt\": \"b\"}"))
                .hasMessageContaining("Duplicate field 'prompt'");
    }

    @Test
    void aPromptMayBeAConversation() throws IOException {
        assertThat(read("{\"prompt\": [{\"role\": \"user\", \"content\": \"u\"}]}"))
                .containsExactly(Example.of("1", List.of(Message.user("u"))));
    }

    @Test
    void textsOfAMessageInPartsAreJoinedAndOtherPartsAreRefused() throws IOException {
        String parts =
                "{\"prompt\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"a\"}, PART]}]}";
        assertThat(read(parts.replace("PART", "{\"type\": \"text\", \"text\": \"b\"}")))
                .containsExactly(Example.of("1", List.of(Message.user("ab"))));
        assertProblem(
                parts.replace("PART", "{\"type\": \"image\"}"),
                "FILE:1: found the part {type=image} of a message in 'prompt', expected {type: text, text}; the policy reads"
                        + " text alone");
    }

    @Test
    void aFieldWithinAnObjectIsNamedByItsPath() throws IOException {
        String path = file("{\"prompt\": \"q\", \"reward_model\": {\"ground_truth\": \"34\", \"style\": \"rule\"}}");
        JsonlReaderConfig config =
                new JsonlReaderConfig(path, "prompt", "messages", "reward_model.ground_truth", "response", "", "id");
        assertThat(new JsonlReader(config).read())
                .containsExactly(Example.of("1", List.of(Message.user("q")))
                        .withFields(
                                Map.of("answer", "34", "reward_model", Map.of("ground_truth", "34", "style", "rule"))));
    }

    @Test
    void theAnswerThatIsNamedWinsOverAnotherCalledSo() throws IOException {
        String path = file("{\"prompt\": \"q\", \"solution\": \"42\", \"answer\": \"long\"}");
        JsonlReaderConfig config = new JsonlReaderConfig(path, "prompt", "messages", "solution", "response", "", "id");
        assertThat(new JsonlReader(config).read())
                .containsExactly(Example.of("1", List.of(Message.user("q"))).withFields(Map.of("answer", "42")));
    }

    @Test
    void anotherFormatIsCalledByItsName() throws IOException {
        assertFormat(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "compressed with gzip and damaged (");
        assertFormat("PAR1\0".getBytes(StandardCharsets.US_ASCII), "a Parquet file; name the dataset duckdb");
        assertFormat("{}".getBytes(StandardCharsets.UTF_16), "text in UTF-16; save it in UTF-8;");
    }

    @Test
    void aListOfObjectsIsReadLikeLines() throws IOException {
        assertThat(
                        read(
                                "\uFEFF \n[{\"prompt\": \"a\", \"level\": 3, \"note\": null},\n {\"prompt\": \"b\", \"id\": \"x\"}]\n"))
                .containsExactly(
                        Example.of("1", List.of(Message.user("a"))).withFields(Map.of("level", 3)),
                        Example.of("x", List.of(Message.user("b"))));
    }

    @Test
    void aListTellsTheNumbersOfItsWrongRowsAndWhereItBreaks() {
        assertProblem(
                "[{\"prompt\": \"a\", \"id\": 2}, 7, {\"question\": \"b\"}, {\"prompt\": \"c\", \"id\": 2}]",
                "FILE: row 2: found a number in the list, expected an object\n"
                        + "FILE: row 3: found neither 'prompt' nor a list 'messages', expected one of them; its fields are"
                        + " [question]\n"
                        + "FILE: row 4: found the id '2' again, first in FILE: row 1; expected every id once");
        assertThatThrownBy(() -> read("[{\"prompt\": \"a\"},\n {\"prompt\" \"b\"}]"))
                .hasMessageStartingWith(directory.resolve("train.jsonl") + ":2:12: not a JSON list: ");
        assertThatThrownBy(() -> read("[{\"prompt\": \"a\"}] []")).hasMessageContaining("found text after the list");
    }

    @Test
    void whatIsCompressedWithGzipIsUnpacked() throws IOException {
        Path file = directory.resolve("train.jsonl.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
            stream.write("{\"prompt\": \"a\"}\n{\"prompt\": \"b\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new JsonlReader(JsonlReaderConfig.of(file.toString())).read())
                .extracting(example -> example.messages().get(0).content())
                .containsExactly("a", "b");
    }

    @Test
    void toolsThatTheSettingsNameStandBeforeTheTurns() throws IOException {
        String path = file("{\"prompt\": \"a\", \"tools\": [{\"name\": \"a\\\"dd\", \"strict\": true, \"n\": 1}]}\n"
                + "{\"prompt\": \"b\", \"tools\": \"[{}]\"}\n{\"prompt\": \"c\", \"tools\": []}");
        JsonlReaderConfig config =
                new JsonlReaderConfig(path, "prompt", "messages", "answer", "response", "tools", "id");
        assertThat(new JsonlReader(config).read())
                .containsExactly(
                        Example.of(
                                "1",
                                List.of(
                                        Message.tools("[{\"name\": \"a\\\"dd\", \"strict\": true, \"n\": 1}]"),
                                        Message.user("a"))),
                        Example.of("2", List.of(Message.tools("[{}]"), Message.user("b"))),
                        Example.of("3", List.of(Message.user("c"))));
        assertThat(new JsonlReader(JsonlReaderConfig.of(path)).read().get(2).fields())
                .containsOnlyKeys("tools"); // a field like any other unless it is named
    }

    @Test
    void callsOfToolsAndWhatTheyAnsweredAreKept() throws IOException {
        List<Example> read = read("{\"messages\": [{\"role\": \"user\", \"content\": \"6*7?\", \"name\": \"Ann\"},"
                + " {\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"c1\", \"type\": \"function\","
                + " \"function\": {\"name\": \"times\", \"arguments\": \"{\\\"a\\\": 6}\"}}]},"
                + " {\"role\": \"tool\", \"tool_call_id\": \"c1\", \"name\": \"times\", \"content\": \"42\"},"
                + " {\"role\": \"assistant\", \"content\": \"42.\", \"tool_calls\": []}]}");

        assertThat(read.get(0).messages())
                .containsExactly(
                        Message.user("6*7?"),
                        Message.parts("{\"tool_calls\": [{\"id\": \"c1\", \"type\": \"function\", \"function\":"
                                + " {\"name\": \"times\", \"arguments\": \"{\\\"a\\\": 6}\"}}], \"content\": null}"),
                        new Message("assistant", ""),
                        Message.parts("{\"tool_call_id\": \"c1\", \"name\": \"times\"}"),
                        new Message("tool", "42"),
                        new Message("assistant", "42."));
        assertProblem(
                "{\"messages\": [{\"role\": \"assistant\", \"content\": null}]}",
                "FILE:1: found {role=assistant, content=null} in 'messages', expected {role, content} with text or a list of"
                        + " {type: text, text}");
    }

    @Test
    void aFieldThatTheSettingsNameAndNoRowHasIsAProblem() throws IOException {
        String path = file("{\"question\": \"q\"}\n{\"question\": \"r\", \"solution\": \"1\"}");
        assertThatThrownBy(() -> new JsonlReader(new JsonlReaderConfig(
                                path, "question", "messages", "reward_model.ground_truth", "response", "", "id"))
                        .read())
                .isInstanceOf(ConfigException.class)
                .hasMessage(path + ": no row has the field 'reward_model.ground_truth' that the setting 'answer' names;"
                        + " fields of rows are [question, solution]");
        assertThat(new JsonlReader(
                                new JsonlReaderConfig(path, "question", "messages", "solution", "response", "", "id"))
                        .read())
                .hasSize(2); // one row that has it is enough
    }

    private void assertFormat(byte[] content, String found) throws IOException {
        Path file = Files.write(directory.resolve("rows"), content);
        assertThatThrownBy(() -> new JsonlReader(JsonlReaderConfig.of(file.toString())).read())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": " + found);
    }

    @Test
    void aMessageWithoutContentIsAProblem() {
        assertProblem(
                "{\"messages\": [{\"role\": \"user\"}]}",
                "FILE:1: found {role=user} in 'messages', expected {role, content} with text or a list of {type: text,"
                        + " text}");
    }

    @Test
    void aLineOfAnotherKindIsCalledByItsName() {
        assertProblem("{\"prompt\": \"a\"}\n[]", "FILE:2: found a list, expected a JSON object");
        assertProblem("7", "FILE:1: found a number, expected a JSON object");
    }

    @Test
    void onlyTheFirstTenProblemsAreListed() {
        assertThatThrownBy(() -> read("1\n".repeat(12)))
                .satisfies(e ->
                        assertThat(e.getMessage().lines()).hasSize(11).last().isEqualTo("... and 2 more"));
    }

    @Test
    void aFileThatIsNotUtf8IsAProblem() throws IOException {
        Path file = directory.resolve("latin.jsonl");
        Files.write(file, "{\"prompt\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new JsonlReader(JsonlReaderConfig.of(file.toString())).read())
                .hasMessage(file + ": not UTF-8 text; save the file in that encoding");
    }
}
