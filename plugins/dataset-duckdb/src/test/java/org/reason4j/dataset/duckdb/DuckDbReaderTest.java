package org.reason4j.dataset.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

/** The Parquet files among the resources were written by pyarrow 26.0.1 with write_table: zstd, one row per group; snappy. */
class DuckDbReaderTest {

    @TempDir
    Path directory;

    private static String resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(DuckDbReaderTest.class.getResource("/" + name))
                        .toURI())
                .toString();
    }

    private String file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text).toString();
    }

    private static List<Example> read(DuckDbConfig config) {
        return new DuckDbReader(config).read();
    }

    private static DuckDbConfig sql(String path, String select, String where) {
        return new DuckDbConfig(path, Format.AUTO, select, where, "prompt", "messages", "answer", "response", "", "id");
    }

    @Test
    void rowsOfDapoHaveTheirConversationAndTheAnswerAtItsPath() throws URISyntaxException {
        DuckDbConfig config = new DuckDbConfig(
                resource("dapo.parquet"),
                Format.AUTO,
                "* EXCLUDE (extra_info)",
                "",
                "prompt",
                "messages",
                "reward_model.ground_truth",
                "response",
                "",
                "id");
        assertThat(read(config))
                .containsExactly(
                        Example.of("1", List.of(Message.user("What is 17 + 17?")))
                                .withFields(dapo("34")),
                        Example.of(
                                        "2",
                                        List.of(
                                                new Message("system", "Answer in one word."),
                                                Message.user("Größte Primzahl unter 10?")))
                                .withFields(dapo("7")));
    }

    private static Map<String, Object> dapo(String answer) {
        return Map.of(
                "data_source",
                "math_dapo",
                "ability",
                "MATH",
                "reward_model",
                Map.of("ground_truth", answer, "style", "rule-lighteval/MATH_v2"),
                "answer",
                answer);
    }

    @Test
    void everyTypeIsTheValueThatJsonHasForIt() throws URISyntaxException {
        List<Example> rows = read(DuckDbConfig.of(resource("types.parquet")));
        assertThat(rows).extracting(Example::id).containsExactly("10", "11");
        assertThat(rows.get(0).fields())
                .containsOnly(
                        Map.entry("small", 1),
                        Map.entry("wide", 1L << 40),
                        Map.entry("unsigned", new BigInteger("18446744073709551615")),
                        Map.entry("half", 0.1),
                        Map.entry("double", 0.1),
                        Map.entry("money", new BigDecimal("5.00")),
                        Map.entry("flag", true),
                        Map.entry("day", "2024-01-02"),
                        Map.entry("time", "2024-01-02T03:04:05"),
                        Map.entry("zoned", "2024-01-02T03:04:05Z"),
                        Map.entry("numbers", List.of(1, 2)),
                        Map.entry("tools", List.of(Map.of("name", "add"))),
                        Map.entry("category", "x"));
        assertThat(rows.get(1).fields())
                .containsOnly(
                        Map.entry("small", -1),
                        Map.entry("wide", -3),
                        Map.entry("unsigned", 5),
                        Map.entry("half", 1.5),
                        Map.entry("double", -2.0),
                        Map.entry("numbers", List.of()),
                        Map.entry("category", "y"));
    }

    @Test
    void bytesAreRefusedWithTheWayAroundThem() throws URISyntaxException {
        String path = resource("image.parquet");
        assertThatThrownBy(() -> read(DuckDbConfig.of(path)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(path + ": row 1: found in the column 'image' bytes, expected text")
                .hasMessageContaining("* EXCLUDE (image)");
        assertThat(read(sql(path, "* EXCLUDE (image)", ""))).hasSize(1);
    }

    @Test
    void cellsOfCsvAreTextAndEmptyOnesAreNone() throws IOException {
        String path = file("train.csv", "prompt,answer,note\n\"1,\n\"\"2\"\"\",007,\nb,\"1,080\",x\n");
        assertThat(read(DuckDbConfig.of(path)))
                .containsExactly(
                        Example.of("1", List.of(Message.user("1,\n\"2\""))).withFields(Map.of("answer", "007")),
                        Example.of("2", List.of(Message.user("b"))).withFields(Map.of("answer", "1,080", "note", "x")));
    }

    @Test
    void linesListsAndCompressedOnesOfJsonAreTheSameRows() throws IOException {
        String rows = "{\"prompt\": \"a\", \"level\": 1}\n{\"prompt\": \"b\", \"level\": 2}\n";
        List<Example> expected = List.of(
                Example.of("1", List.of(Message.user("a"))).withFields(Map.of("level", 1)),
                Example.of("2", List.of(Message.user("b"))).withFields(Map.of("level", 2)));
        Path packed = directory.resolve("c.jsonl.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(packed))) {
            stream.write(rows.getBytes(StandardCharsets.UTF_8));
        }
        String list = "[" + rows.strip().replace("\n", ",") + "]";
        assertThat(read(DuckDbConfig.of(file("a.jsonl", rows)))).isEqualTo(expected);
        assertThat(read(DuckDbConfig.of(file("b.json", list)))).isEqualTo(expected);
        assertThat(read(DuckDbConfig.of(packed.toString()))).isEqualTo(expected);
    }

    @Test
    void filesOfAPatternFollowEachOtherByNameAlsoThroughLinks() throws IOException {
        file("blobs/z", "prompt\nsecond\n");
        Files.createDirectories(directory.resolve("snapshots/r1/main"));
        Files.createSymbolicLink(directory.resolve("snapshots/r1/main/train-1.csv"), directory.resolve("blobs/z"));
        file("snapshots/r1/main/train-0.csv", "prompt\nfirst\n");
        file("snapshots/r1/main/test-0.csv", "prompt\nheld out\n");
        for (String pattern : List.of("/snapshots/*/main/train-*.csv", "/**/train-?.csv")) {
            List<Example> rows = read(DuckDbConfig.of(directory + pattern));
            assertThat(rows)
                    .extracting(example -> example.messages().get(0).content())
                    .containsExactly("first", "second");
            assertThat(rows).extracting(Example::id).containsExactly("1", "2");
        }
    }

    @Test
    void aNameWithCharactersOfPatternsIsThatFile() throws IOException {
        file("a1.csv", "prompt\nother\n");
        assertThat(read(DuckDbConfig.of(file("a[1].csv", "prompt\nthis\n"))))
                .extracting(example -> example.messages().get(0).content())
                .containsExactly("this");
    }

    @Test
    void columnsAndRowsAreChosenInSql() throws IOException {
        String path = file(
                "gsm8k.jsonl",
                "{\"question\": \"q\", \"answer\": \"7 * 6 = 42\\n#### 42\", \"level\": 5}\n"
                        + "{\"question\": \"r\", \"answer\": \"#### 1\", \"level\": 1}\n");
        String select = "question AS prompt, regexp_extract(answer, '#### (.*)', 1) AS answer";
        assertThat(read(sql(path, select, "level >= 4")))
                .containsExactly(Example.of("1", List.of(Message.user("q"))).withFields(Map.of("answer", "42")));
    }

    @Test
    void sqlReadsNoOtherFile() throws IOException {
        String path = file("a.csv", "prompt\na\n");
        String secret = file("secret.csv", "prompt\nb\n");
        assertThatThrownBy(() -> read(sql(path, "(SELECT prompt FROM '" + secret + "') AS prompt", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("disabled by configuration");
    }

    @Test
    void whatIsNotThereIsSaidWithWhatIs() throws IOException {
        file("data/train-0.csv", "prompt\na\n");
        assertThatThrownBy(() -> read(DuckDbConfig.of(directory + "/data/test-*.csv")))
                .hasMessage(directory + "/data/test-*.csv: no file matches; " + directory + "/data has train-0.csv");
        assertThatThrownBy(() -> read(DuckDbConfig.of(directory + "/data")))
                .hasMessageContaining("a directory, expected a file or a pattern")
                .hasMessageEndingWith("it has train-0.csv");
        assertThatThrownBy(() -> read(DuckDbConfig.of(directory + "/none.parquet")))
                .hasMessageContaining("none.parquet: no such file");
        assertThatThrownBy(() -> read(DuckDbConfig.of(file("x.arrow", "ARROW1"))))
                .hasMessageContaining("an Arrow file; expected Parquet, CSV or JSON");
        file("saved/data-00000-of-00001.arrow", "ARROW1");
        file("saved/dataset_info.json", "{}");
        for (String path : List.of("/saved", "/saved/*.arrow")) { // as datasets.Dataset.save_to_disk leaves it
            assertThatThrownBy(() -> read(DuckDbConfig.of(directory + path)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("data-00000-of-00001.arrow: an Arrow file; expected Parquet, CSV or JSON")
                    .hasMessageContaining("datasets.Dataset.from_file(FILE).to_parquet(OTHER)");
        }
        assertThatThrownBy(() -> read(DuckDbConfig.of(file("x.parquet", "no such thing"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("x.parquet: DuckDB can't read it with SELECT * FROM read_parquet(?): ");
        assertThatThrownBy(() -> read(sql(directory + "/data/train-0.csv", "question", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("question");
    }

    @Test
    void aColumnThatTheSettingsNameAndNoRowHasIsAProblem() throws IOException {
        String path = file("a.csv", "prompt,gold\na,1\n");
        DuckDbConfig config =
                new DuckDbConfig(path, Format.AUTO, "*", "", "prompt", "messages", "solution", "response", "", "id");
        assertThatThrownBy(() -> read(config))
                .hasMessage(
                        path + ": no row has the field 'solution' that the setting 'answer' names; fields of rows are"
                                + " [prompt, gold]");
    }
}
