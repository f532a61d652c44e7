package org.reason4j.reward.structured.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.reason4j.reward.structured.sql.Refused.Kind;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A database of SQLite that is read and never written: a file, opened read-only and as one that nobody changes, so that no
 * lock and no file appears beside it; or the bytes of one. Each query has a connection of its own.
 *
 * <p>What SQLite sorts and gathers lies in temporary files, not in memory, and queries at the same time share the space for
 * them. One that finds it used up runs again while no other does, so that it fails only for what it takes up itself.
 */
final class Database {

    private static final ReadWriteLock SPACE = new ReentrantReadWriteLock(true);
    private static final int DIGITS_OF_ERRORS = 0xff;

    private final Optional<Path> file;
    private final byte[] image;

    private Database(Optional<Path> file, byte[] image) {
        this.file = file;
        this.image = image;
    }

    /** A file. */
    static Database of(Path file) {
        return new Database(Optional.of(file), new byte[0]);
    }

    /** Makes a database of statements that create and fill its tables. */
    static Database of(String statements, QueryLimits limits) throws Refused, InterruptedException {
        return sharing(limits, () -> made(statements, limits));
    }

    private static Database made(String statements, QueryLimits limits) throws Refused, InterruptedException {
        try (JDBC4Connection connection = connection(":memory:");
                Watch watch = new Watch(connection, limits)) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(statements);
                return new Database(Optional.empty(), connection.serialize("main"));
            } catch (SQLException e) {
                throw watch.reason(e);
            }
        } catch (SQLException e) {
            throw unopened(e, "a database can't be made", limits);
        }
    }

    /**
     * Executes a query.
     *
     * @param digits significant digits of numbers in the result
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    Table query(String sql, int digits, QueryLimits limits) throws Refused, InterruptedException {
        if (!SqlText.of(sql).reads()) {
            throw new Refused(Kind.INVALID, "it is not a single statement that begins with SELECT, WITH or VALUES");
        }
        return sharing(limits, () -> rows(sql, digits, limits));
    }

    private Table rows(String sql, int digits, QueryLimits limits) throws Refused, InterruptedException {
        try (JDBC4Connection connection = open();
                Watch watch = new Watch(connection, limits)) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                return rows(result, digits, limits);
            } catch (SQLException e) {
                throw watch.reason(e);
            }
        } catch (SQLException e) {
            String which = file.map(path -> "'" + path + "'").orElse("of the example");
            throw unopened(e, "the database " + which + " can't be read", limits);
        }
    }

    /** What takes up space. */
    @FunctionalInterface
    private interface Work<R> {
        R run() throws Refused, InterruptedException;
    }

    private static <R> R sharing(QueryLimits limits, Work<R> work) throws Refused, InterruptedException {
        try {
            return locked(SPACE.readLock(), limits, work);
        } catch (Refused e) {
            if (e.kind() != Kind.SPACE) {
                throw e;
            }
            return locked(SPACE.writeLock(), limits, work);
        }
    }

    private static <R> R locked(Lock lock, QueryLimits limits, Work<R> work) throws Refused, InterruptedException {
        if (!lock.tryLock(2 * limits.time().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new Refused(Kind.LATE, "it waited too long for other queries, which take up all space");
        }
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    private static Refused unopened(SQLException e, String what, QueryLimits limits) {
        return isFull(e) ? full(e, limits) : new Refused(Kind.INVALID, what + ": " + e.getMessage(), e);
    }

    private static Refused full(SQLException e, QueryLimits limits) {
        return new Refused(Kind.SPACE, "it took more than " + limits.space() + " bytes of temporary files", e);
    }

    private static boolean isFull(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    private static int code(SQLException e) {
        int code = e instanceof SQLiteException own ? own.getResultCode().code : e.getErrorCode();
        return code & DIGITS_OF_ERRORS;
    }

    private JDBC4Connection open() throws SQLException {
        JDBC4Connection connection = connection(
                file.map(path -> path.toUri() + "?mode=ro&immutable=1").orElse(":memory:"));
        try (Statement statement = connection.createStatement()) {
            if (file.isEmpty()) {
                connection.deserialize("main", image);
            }
            statement.execute("PRAGMA query_only=1");
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, QueryLimits.QUERY_BYTES);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static JDBC4Connection connection(String address) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enableLoadExtension(false);
        config.setTempStore(SQLiteConfig.TempStore.FILE);
        JDBC4Connection connection = new JDBC4Connection("jdbc:sqlite:" + address, address, config.toProperties());
        try {
            restrict(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void restrict(JDBC4Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema=0");
        }
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, QueryLimits.VALUE_BYTES);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, QueryLimits.COLUMNS);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, QueryLimits.NESTING);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, QueryLimits.NESTING);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, QueryLimits.PATTERN_BYTES);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_WORKER_THREADS, 0);
    }

    private static Table rows(ResultSet result, int digits, QueryLimits limits) throws SQLException, Refused {
        int columns = result.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        long bytes = 0;
        while (result.next()) {
            if (rows.size() == limits.rows()) {
                throw new Refused(Kind.LIMIT, "its result has more than " + limits.rows() + " rows");
            }
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                String key = Table.key(result.getObject(i), digits);
                bytes += key.length();
                row.add(key);
            }
            if (bytes > QueryLimits.RESULT_BYTES) {
                throw new Refused(
                        Kind.LIMIT, "its result has more than " + QueryLimits.RESULT_BYTES + " characters and bytes");
            }
            rows.add(row);
        }
        return new Table(columns, rows);
    }

    /** Ends a query whose time is over, that took too many steps, or whose thread was interrupted. */
    private static final class Watch extends ProgressHandler implements AutoCloseable {

        private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

        private final Connection connection;
        private final QueryLimits limits;
        private final long end;
        private final Thread thread = Thread.currentThread();
        private long steps;
        private long nextLook;
        private boolean late;
        private boolean full;

        Watch(Connection connection, QueryLimits limits) throws SQLException {
            this.connection = connection;
            this.limits = limits;
            nextLook = System.nanoTime() + LOOK_NANOS;
            end = System.nanoTime() + limits.time().toNanos();
            setHandler(connection, QueryLimits.STEPS_PER_LOOK, this);
        }

        @Override
        protected int progress() {
            steps += QueryLimits.STEPS_PER_LOOK;
            long now = System.nanoTime();
            late = now - end > 0;
            if (now - nextLook > 0) {
                full = TemporaryFiles.bytes() > limits.space();
                nextLook = System.nanoTime() + LOOK_NANOS;
            }
            return late || full || steps > limits.steps() || thread.isInterrupted() ? 1 : 0;
        }

        /** The exception for one that SQLite reported. */
        Refused reason(SQLException e) throws InterruptedException {
            if (code(e) == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
                if (thread.isInterrupted()) {
                    throw new InterruptedException("interrupted while a query was executed");
                }
                if (full) {
                    return full(e, limits);
                }
                return late
                        ? new Refused(
                                Kind.LATE,
                                String.format(
                                        Locale.ROOT,
                                        "it took longer than %.1f seconds",
                                        limits.time().toMillis() / 1000.0),
                                e)
                        : new Refused(Kind.LIMIT, "it took more than " + limits.steps() + " steps", e);
            }
            if (isFull(e)) {
                return full(e, limits);
            }
            return new Refused(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }

        @Override
        public void close() throws SQLException {
            clearHandler(connection);
        }
    }
}
