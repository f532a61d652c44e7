package org.reason4j.reward.structured.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select 1 ; ; ",
                "/* ; */ -- ; DROP\n WITH a AS (SELECT 1) SELECT * FROM a;",
                "SELECT ';' , \";\", [;], `;`",
                "SELECT 'it''s; fine'",
                "VALUES(1)",
                "SELECT 1 -- the end ;"
            })
    void aSingleStatementThatReadsIsRead(String sql) {
        assertThat(SqlText.of(sql).reads()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-- SELECT 1",
                "SELECT 1; SELECT 2",
                "SELECT '; 1'; DROP TABLE t",
                "; SELECT 1",
                "(SELECT 1)",
                "PRAGMA x",
                "'SELECT' 1",
                "SELECTED"
            })
    void allElseIsNot(String sql) {
        assertThat(SqlText.of(sql).reads()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT a FROM t ORDER BY a", "select a from t order /* */ by a limit 3"})
    void anOrderThatIsAskedForIsSeen(String sql) {
        assertThat(SqlText.of(sql).isOrdered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM (SELECT a FROM t ORDER BY a)",
                "SELECT 'ORDER BY'",
                "SELECT ROW_NUMBER() OVER (ORDER BY a) FROM t",
                "SELECT a FROM \"ORDER\" BY"
            })
    void anOrderWithinIsNone(String sql) {
        assertThat(SqlText.of(sql).isOrdered()).isFalse();
    }
}
