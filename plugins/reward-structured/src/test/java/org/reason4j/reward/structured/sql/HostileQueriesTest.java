package org.reason4j.reward.structured.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.reward.structured.sql.SqlReward.Config;
import org.reason4j.reward.structured.sql.SqlReward.RowOrder;
import org.reason4j.reward.structured.text.Place;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

/** Queries that never end, take up too much, write, or reach for files. */
class HostileQueriesTest {

    private static final String SCHEMA = """
            CREATE TABLE t(a INTEGER, b TEXT, c REAL);
            INSERT INTO t VALUES(1, 'x', 0.5), (2, 'y', 1.0), (2, 'y', 1.0), (3, NULL, 2.25);
            """;

    private static final Prompt PROMPT =
            Samples.prompt("p", "q").withFields(Map.of("db_id", "small", "query", "SELECT a FROM t"));

    @TempDir
    Path directory;

    @BeforeEach
    void makeADatabaseFile() throws IOException, SQLException {
        Files.createDirectories(directory.resolve("small"));
        TestDatabase.write(directory.resolve("small/small.sqlite"), SCHEMA);
    }

    private Config config() {
        return new Config(
                Place.WHOLE,
                "query",
                "",
                "schema",
                Optional.of(directory.toString()),
                "db_id",
                "{name}/{name}.sqlite",
                RowOrder.AS_WANTED,
                true,
                true,
                10,
                0,
                20,
                3_000_000,
                10_000,
                64);
    }

    static Stream<String> hostile() {
        String deep = "(".repeat(5000) + "1" + ")".repeat(5000);
        return Stream.of(
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT COUNT(*) FROM r",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n FROM r",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r) SELECT n FROM r ORDER BY n DESC",
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT n+1 FROM r) SELECT MAX(n) FROM r",
                "WITH RECURSIVE r(s) AS (SELECT 'x' UNION ALL SELECT s||s FROM r) SELECT MAX(LENGTH(s)) FROM r",
                "SELECT COUNT(*) FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t k, t l, t m, t n, t o, t p",
                "SELECT * FROM t a, t b, t c, t d, t e, t f, t g, t h, t i ORDER BY 1, 4, 7",
                "SELECT zeroblob(1000000000)",
                "SELECT randomblob(1000000000)",
                "SELECT hex(zeroblob(1000000))",
                "SELECT zeroblob(1000000) FROM t a, t b, t c, t d",
                "SELECT printf('%1000000000d', 1)",
                "SELECT replace(hex(zeroblob(400000)), '0', 'xxxxxxxxxxxxxxxx')",
                "SELECT group_concat(b, zeroblob(900000)) FROM t",
                "SELECT '" + "a".repeat(50_000) + "' LIKE '" + "%a".repeat(600) + "b'",
                "SELECT '" + "a".repeat(90_000) + "' GLOB '" + "*a".repeat(400) + "b'",
                "ATTACH DATABASE 'stolen.sqlite' AS s",
                "SELECT 1; ATTACH DATABASE 'stolen.sqlite' AS s",
                "SELECT readfile('/etc/passwd')",
                "SELECT writefile('stolen.txt', 'x')",
                "SELECT load_extension('evil')",
                "SELECT edit('x')",
                "PRAGMA writable_schema=1",
                "PRAGMA temp_store_directory='/'",
                "SELECT " + "group_concat(hex(zeroblob(200000))),".repeat(501) + "1 FROM t",
                "SELECT " + "group_concat(hex(zeroblob(200000))),".repeat(400) + "1 FROM t",
                "SELECT * FROM pragma_database_list",
                "SELECT * FROM pragma_query_only(0)",
                "DELETE FROM t",
                "INSERT INTO t VALUES(4, 'z', 1)",
                "WITH w AS (SELECT 1) DELETE FROM t",
                "WITH w AS (SELECT 1) INSERT INTO t SELECT 1, 'x', 2",
                "UPDATE t SET a=1",
                "DROP TABLE t",
                "CREATE TEMP TABLE u AS SELECT 1",
                "VACUUM INTO 'stolen.sqlite'",
                "SELECT 1; DROP TABLE t",
                "SELECT a FROM t; SELECT a FROM t",
                "/* a comment */ -- another\n DROP TABLE t",
                "BEGIN EXCLUSIVE",
                "EXPLAIN SELECT a FROM t",
                "SELECT " + deep,
                "SELECT " + "-".repeat(3000) + "1",
                "SELECT " + "1+".repeat(20_000) + "1",
                "SELECT 1" + " UNION ALL SELECT 1".repeat(2000),
                "SELECT a FROM t WHERE a IN (" + "1,".repeat(60_000) + "1)",
                "SELECT '" + "x".repeat(200_000) + "'",
                "SELECT \"\0\"",
                "SELECT * FROM dbstat",
                "SELECT sqlite_version() FROM sqlite_master, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t",
                "SELECT * FROM t WHERE b MATCH 'x'",
                "SELECT ?1");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Timeout(30)
    void aHostileQueryIsAWrongAnswerAndHarmsNothing(String query) throws Exception {
        Path file = directory.resolve("small/small.sqlite");
        byte[] before = Files.readAllBytes(file);
        SqlReward reward = new SqlReward(config(), new RecordedMetrics());
        assertThat(reward.score(Samples.group(PROMPT, query, "SELECT a FROM t")))
                .containsExactly(Score.of(0), Score.of(1));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
        }
        assertThat(Path.of("stolen.sqlite")).doesNotExist();
        assertThat(Path.of("stolen.txt")).doesNotExist();
    }

    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void aQueryThatTakesUpTheSpaceFailsAndOthersBesideItDoNot() throws Exception {
        // 2^20 rows of 1000 bytes to sort are 1 GB; the others sort and are asked meanwhile
        String greedy = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r LIMIT 1048576)"
                + " SELECT MAX(s) FROM (SELECT n || hex(zeroblob(500)) AS s FROM r ORDER BY s DESC LIMIT 1000000)";
        QueryLimits limits = new QueryLimits(Duration.ofSeconds(50), Long.MAX_VALUE, 10, 16L << 20);
        Database database = Database.of(SCHEMA, limits);
        AtomicBoolean over = new AtomicBoolean();
        Callable<Integer> modest = () -> {
            int count = 0;
            do {
                assertThat(database.query("SELECT a FROM t ORDER BY c DESC", 10, limits)
                                .rows())
                        .hasSize(4);
                count++;
            } while (!over.get());
            return count;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> others = List.of(threads.submit(modest), threads.submit(modest));
            assertThatThrownBy(() -> database.query(greedy, 10, limits))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.kind()).isEqualTo(Refused.Kind.SPACE))
                    .hasMessage("it took more than 16777216 bytes of temporary files");
            over.set(true);
            for (Future<Integer> other : others) {
                assertThat(other.get()).isPositive();
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }
}
