package org.reason4j.reward.structured.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.reward.structured.sql.SqlReward.Config;
import org.reason4j.reward.structured.sql.SqlReward.RowOrder;
import org.reason4j.reward.structured.text.Place;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

/** Queries of responses, executed on a small database. */
class SqlRewardTest {

    private static final String SCHEMA = """
            CREATE TABLE t(a INTEGER, b TEXT, c REAL);
            INSERT INTO t VALUES(1, 'x', 0.5), (2, 'y', 1.0), (2, 'y', 1.0), (3, NULL, 2.25);
            """;

    private final RecordedMetrics metrics = new RecordedMetrics();

    @TempDir
    Path directory;

    @BeforeEach
    void makeADatabaseFile() throws IOException, SQLException {
        Files.createDirectories(directory.resolve("small"));
        TestDatabase.write(directory.resolve("small/small.sqlite"), SCHEMA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SELECT a FROM t | select a from t; | 1",
                "SELECT a FROM t | SELECT a FROM t ORDER BY a DESC | 1",
                "SELECT a FROM t ORDER BY a | SELECT a FROM t ORDER BY a DESC | 0",
                "SELECT a FROM t ORDER BY a | SELECT a FROM t ORDER BY b, a | 0",
                "SELECT a FROM (SELECT a FROM t ORDER BY a) | SELECT a FROM t ORDER BY a DESC | 1",
                "SELECT a FROM t | SELECT DISTINCT a FROM t | 0",
                "SELECT a, b FROM t | SELECT b, a FROM t | 0",
                "SELECT 1 | SELECT 1.0 | 1",
                "SELECT 1 | SELECT '1' | 0",
                "SELECT 1.0/3 | SELECT 0.33333333333 | 1",
                "SELECT 1.0/3 | SELECT 0.3333 | 0",
                "SELECT NULL | SELECT NULL | 1",
                "SELECT NULL | SELECT 0 | 0",
                "SELECT COUNT(*) FROM t WHERE b='y' | WITH w AS (SELECT * FROM t WHERE b='y') SELECT COUNT(*) FROM w | 1",
                "SELECT x'01ff' | SELECT x'01FF' | 1",
                "SELECT a FROM t WHERE a>9 | SELECT b FROM t WHERE a>9 | 1",
                "SELECT a FROM t | SELECT nothing FROM t | 0",
                "SELECT a FROM t | I do not know. | 0",
                "SELECT a FROM t | VALUES(1),(2),(2),(3) | 1",
            })
    void rowsAreCompared(String wanted, String query, double value) throws Exception {
        assertThat(scores(Config.DEFAULTS, wanted, query)).containsExactly(Score.of(value));
    }

    @Test
    void theQueryIsTheLastThatStandsInAFence() throws Exception {
        SqlReward reward = new SqlReward(Config.DEFAULTS, metrics);
        String text = "First I thought\n```sql\nSELECT b FROM t\n```\nbut then\n```sql\nSELECT a\nFROM t\n```\n.";
        assertThat(reward.score(group("SELECT a FROM t", text, "SELECT a FROM t", "```sql\nSELECT a FROM t")))
                .containsExactly(Score.of(1), Score.of(0), Score.of(0));
        assertThat(metrics.means().get("sql/executable")).containsExactly(1.0, 0.0, 0.0);
    }

    @Test
    void benchmarksHaveTheirOwnRules() throws Exception {
        Config spider = whole(Config.SPIDER);
        assertThat(scores(spider, "SELECT a, b FROM t", "SELECT b, a FROM t")).containsExactly(Score.of(1));
        assertThat(scores(spider, "SELECT a, b FROM t", "SELECT DISTINCT b, a FROM t"))
                .containsExactly(Score.of(0));
        Config bird = with(whole(Config.BIRD), "query");
        assertThat(scores(bird, "SELECT a FROM t ORDER BY a", "SELECT DISTINCT a FROM t ORDER BY a DESC"))
                .containsExactly(Score.of(1));
        assertThat(scores(bird, "SELECT a, b FROM t", "SELECT b, a FROM t")).containsExactly(Score.of(0));
        assertThat(new SqlReward(Config.BIRD, metrics).requirements()).isEqualTo(Requirements.fields("SQL", "schema"));
    }

    @Test
    void columnsThatFitInTooManyWaysAreUndecided() throws Exception {
        // eight columns of the same values, in rows that no order makes equal: 8! = 40320 orders
        String wanted = "VALUES(1,2,3,4,5,6,7,8),(2,1,4,3,6,5,8,7),(3,4,1,2,7,8,5,6),(4,3,2,1,8,7,6,5),"
                + "(5,6,7,8,1,2,3,4),(6,5,8,7,2,1,4,3),(7,8,5,6,3,4,1,2),(8,7,6,5,4,3,2,1)";
        String query = "VALUES(1,2,3,4,5,6,7,8),(2,3,4,5,6,7,8,1),(3,4,5,6,7,8,1,2),(4,5,6,7,8,1,2,3),"
                + "(5,6,7,8,1,2,3,4),(6,7,8,1,2,3,4,5),(7,8,1,2,3,4,5,6),(8,1,2,3,4,5,6,7)";
        assertThat(scores(whole(Config.SPIDER), wanted, query))
                .singleElement()
                .isInstanceOfSatisfying(
                        Score.Unscorable.class,
                        score -> assertThat(score.reason()).contains("more than 1000 ways"));
    }

    @Test
    void aQueryThatRunsMayBeWorthSomething() throws Exception {
        Config config = limited(0.1, 2, 50_000_000, 10_000);
        assertThat(scores(config, "SELECT a FROM t", "SELECT b FROM t", "SELECT z FROM t"))
                .containsExactly(Score.of(0.1), Score.of(0));
    }

    @Test
    void aWantedQueryThatIsBrokenIsAFaultOfTheDataset() throws Exception {
        assertThat(scores(Config.DEFAULTS, "SELECT missing FROM t", "SELECT a FROM t", "SELECT b FROM t"))
                .hasSize(2)
                .allSatisfy(score -> assertThat(((Score.Failed) score).reason())
                        .startsWith("the dataset is at fault: the wanted query has no result: ")
                        .contains("no such column: missing")
                        .endsWith("It is: SELECT missing FROM t"));
    }

    @Test
    void aSchemaThatIsBrokenIsAFaultOfTheDataset() throws Exception {
        Group group = group(Map.of("schema", "CREATE TABEL t(a)", "query", "SELECT 1"), "SELECT 1");
        assertThat(new SqlReward(whole(Config.DEFAULTS), metrics).score(group))
                .singleElement()
                .isInstanceOfSatisfying(
                        Score.Failed.class,
                        score -> assertThat(score.reason())
                                .contains("the statements of the field 'schema' make no database")
                                .contains("near \"TABEL\""));
    }

    @Test
    void rowsMayBeGivenInPlaceOfAQuery() throws Exception {
        Config config = new Config(
                Place.WHOLE,
                "query",
                "rows",
                "schema",
                Optional.empty(),
                "db_id",
                "{name}",
                RowOrder.ALWAYS,
                true,
                true,
                10,
                0,
                2,
                50_000_000,
                10_000,
                256);
        List<List<Object>> rows = List.of(Arrays.asList(1, "x"), Arrays.asList(3, (Object) null));
        Group group = group(
                Map.of("schema", SCHEMA, "rows", rows),
                "SELECT a, b FROM t WHERE a<>2 ORDER BY a",
                "SELECT a, b FROM t WHERE a<>2 ORDER BY a DESC");
        SqlReward reward = new SqlReward(config, metrics);
        assertThat(reward.score(group)).containsExactly(Score.of(1), Score.of(0));
        assertThat(reward.requirements()).isEqualTo(Requirements.fields("rows", "schema"));
        assertThat(reward.score(group(
                        Map.of("schema", SCHEMA, "rows", List.of(List.of(1), List.of(1, 2))), "SELECT 1")))
                .singleElement()
                .isInstanceOf(Score.Failed.class);
    }

    @Test
    void aDatabaseMayBeAFileBelowADirectory() throws Exception {
        SqlReward reward = new SqlReward(ofFiles(2, 50_000_000), metrics);
        assertThat(reward.score(onFile("small", "SELECT a FROM t", "SELECT a FROM t", "SELECT b FROM t")))
                .containsExactly(Score.of(1), Score.of(0));
        assertThat(reward.requirements()).isEqualTo(Requirements.fields("query", "db_id"));
        assertThat(reward.score(onFile("large", "SELECT 1", "SELECT 1")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Score.Failed.class,
                        score -> assertThat(score.reason()).contains("there is no database 'large'"));
    }

    @Test
    void aNameDoesNotLeadOutOfTheDirectory() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.copy(directory.resolve("small/small.sqlite"), outside.resolve("small.sqlite"));
        Path inside = Files.createDirectories(directory.resolve("databases/link"));
        Files.createSymbolicLink(inside.resolve("link.sqlite"), outside.resolve("small.sqlite"));
        Config config = onDirectory(directory.resolve("databases"), "{name}.sqlite", 2, 50_000_000);
        SqlReward reward = new SqlReward(config, metrics);
        for (String name : List.of("../outside/small", "link/link", outside + "/small", "a\0b")) {
            assertThat(reward.score(onFile(name, "SELECT 1", "SELECT 1")))
                    .as(name)
                    .singleElement()
                    .isInstanceOf(Score.Failed.class);
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsTheUsersToCorrect() {
        Config config = onDirectory(directory.resolve("nowhere"), "{name}", 2, 50_000_000);
        assertThatThrownBy(() -> new SqlReward(config, metrics).score(onFile("small", "SELECT 1", "SELECT 1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sql.databasesPath is")
                .hasMessageContaining("nowhere");
    }

    @Test
    void limitsAreTheSameOnEveryMachine() throws Exception {
        // 10000 rows are some 90000 steps; a limit of 1000 steps is reached before, whatever the time
        String query =
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r LIMIT 10000) SELECT COUNT(*) FROM r";
        String wanted = "SELECT 10000";
        assertThat(scores(limited(0, 100, 1_000_000, 10), wanted, query)).containsExactly(Score.of(1));
        assertThat(scores(limited(0, 100, 1000, 10), wanted, query)).containsExactly(Score.of(0));
        assertThat(metrics.sums()).containsEntry("sql/limited", 1.0);
    }

    @Test
    void aResultOfTooManyRowsIsWrongAndAsTheWantedOneAFault() throws Exception {
        Config config = limited(0, 2, 1_000_000, 3);
        assertThat(scores(config, "SELECT 1", "SELECT a FROM t")).containsExactly(Score.of(0));
        assertThat(scores(config, "SELECT a FROM t", "SELECT 1"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Score.Failed.class,
                        score -> assertThat(score.reason()).contains("its result has more than 3 rows"));
    }

    @Test
    void responsesThatTheCallHasNoTimeForAreTimedOut() throws Exception {
        SqlReward reward = new SqlReward(whole(Config.DEFAULTS), metrics);
        assertThat(reward.score(group("SELECT 1", "SELECT 1", ""), Deadline.in(Duration.ZERO)))
                .containsExactly(new Score.TimedOut(Duration.ZERO), Score.of(0));
    }

    @Test
    @Timeout(30)
    void anInterruptedCallEnds() throws Exception {
        SqlReward reward = new SqlReward(limited(0, 3600, Long.MAX_VALUE, 10), metrics);
        String endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT COUNT(*) FROM r";
        Thread caller = Thread.currentThread();
        Thread interrupting = new Thread(() -> {
            while (Arrays.stream(caller.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().contains("NativeDB"))) {
                Thread.onSpinWait(); // until the query runs
            }
            caller.interrupt();
        });
        interrupting.start();
        assertThatThrownBy(() -> reward.score(group("SELECT 1", endless))).isInstanceOf(InterruptedException.class);
        interrupting.join();
        Thread.interrupted(); // a lock that was waited for takes the flag, a query leaves it
    }

    @Test
    void anAnswerIsTheResultWhateverItsOrder() throws Exception {
        SqlReward reward = new SqlReward(whole(Config.DEFAULTS), metrics);
        Group group = group("SELECT 1", "SELECT a FROM t ORDER BY a DESC", "SELECT a FROM t ORDER BY a", "nothing");
        List<Optional<String>> answers =
                group.trajectories().stream().map(reward::answer).toList();
        assertThat(answers.get(0)).isPresent().isEqualTo(answers.get(1));
        assertThat(answers.get(2)).isEmpty();
    }

    private List<Score> scores(Config config, String wanted, String... queries) throws InterruptedException {
        return new SqlReward(whole(config), metrics).score(group(wanted, queries));
    }

    private static Group group(String wanted, String... responses) {
        return group(Map.of("schema", SCHEMA, "query", wanted), responses);
    }

    private static Group onFile(String name, String wanted, String... responses) {
        return group(Map.of("db_id", name, "query", wanted), responses);
    }

    private static Group group(Map<String, ?> fields, String... responses) {
        return Samples.group(Samples.prompt("p", "q").withFields(new HashMap<>(fields)), responses);
    }

    private Config ofFiles(double seconds, long steps) {
        return onDirectory(directory, "{name}/{name}.sqlite", seconds, steps);
    }

    private static Config onDirectory(Path root, String pattern, double seconds, long steps) {
        return new Config(
                Place.WHOLE,
                "query",
                "",
                "schema",
                Optional.of(root.toString()),
                "db_id",
                pattern,
                RowOrder.AS_WANTED,
                true,
                true,
                10,
                0,
                seconds,
                steps,
                10_000,
                64);
    }

    private static Config limited(double executable, double seconds, long steps, int rows) {
        return new Config(
                Place.WHOLE,
                "query",
                "",
                "schema",
                Optional.empty(),
                "db_id",
                "{name}",
                RowOrder.AS_WANTED,
                true,
                true,
                10,
                executable,
                seconds,
                steps,
                rows,
                64);
    }

    /** The same for responses that are nothing but a query. */
    private static Config whole(Config c) {
        return with(c, Place.WHOLE, c.queryField());
    }

    private static Config with(Config c, String queryField) {
        return with(c, c.place(), queryField);
    }

    private static Config with(Config c, Place place, String queryField) {
        return new Config(
                place,
                queryField,
                c.rowsField(),
                c.schemaField(),
                c.databasesPath(),
                c.databaseField(),
                c.filePattern(),
                c.rowOrder(),
                c.duplicates(),
                c.columnOrder(),
                c.digits(),
                c.executable(),
                c.deadlineSeconds(),
                c.maxSteps(),
                c.maxRows(),
                c.temporaryMiB());
    }
}
