package org.reason4j.reward.structured.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Files of SQLite for tests. */
final class TestDatabase {

    private TestDatabase() {}

    static void write(Path file, String statements) throws SQLException {
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        }
    }
}
