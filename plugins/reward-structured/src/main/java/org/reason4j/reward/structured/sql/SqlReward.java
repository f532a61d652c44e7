package org.reason4j.reward.structured.sql;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.track.Metrics;
import org.reason4j.reward.structured.sql.Refused.Kind;
import org.reason4j.reward.structured.text.Place;

/**
 * 1 for a query whose rows are those of the wanted one, {@code executable} for another that has a result, else 0.
 *
 * <p>Both are executed on the example's database: a file of SQLite, or what the statements of a field make. A query that is
 * wrong, writes, or takes up more than it may is a wrong answer. A wanted query that has no result is a fault of the dataset:
 * its example is failed. A response that the call has no time left for is timed out.
 *
 * <p>Metrics: {@code sql/executable}, the share of responses with a query that has a result; {@code sql/limited}, the number
 * of queries that took up more than they may.
 *
 * @see <a href="https://arxiv.org/abs/2010.02840">Semantic evaluation for text-to-SQL: rows and columns compared</a>
 * @see <a href="https://arxiv.org/abs/2305.03111">BIRD: execution accuracy</a>
 */
public final class SqlReward implements Reward {

    /** When the order of rows counts. */
    public enum RowOrder {
        /** Where the wanted query ends in {@code ORDER BY}. */
        AS_WANTED,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /**
     * Settings of the comparison by execution.
     *
     * @param place place of the query in the response
     * @param queryField field with the wanted query
     * @param rowsField field with the wanted rows, a list of lists, in place of the wanted query; empty for none
     * @param schemaField field with the statements that make the database, where {@code databasesPath} is not given
     * @param databasesPath directory of the databases, relative to the recipe
     * @param databaseField field with the database's name, where {@code databasesPath} is given
     * @param filePattern path of a database below the directory, with {@code {name}} for its name
     * @param rowOrder when the order of rows counts
     * @param duplicates whether a row counts as often as it occurs
     * @param columnOrder whether columns must be in the wanted order
     * @param digits significant digits to which numbers are compared, in [1, 17]
     * @param executable reward of another query that has a result, in [0, 1)
     * @param deadlineSeconds time of one query, in (0, 3600]
     * @param maxSteps instructions of SQLite's virtual machine for one query, at least 1000: the same limit on every machine
     * @param maxRows most rows of a result, at least 1
     * @param temporaryMiB most MiB of temporary files, into which SQLite puts what it sorts and gathers, for all queries at a
     *     time, at least 1
     */
    public record Config(
            Place place,
            String queryField,
            String rowsField,
            String schemaField,
            Optional<String> databasesPath,
            String databaseField,
            String filePattern,
            RowOrder rowOrder,
            boolean duplicates,
            boolean columnOrder,
            int digits,
            double executable,
            double deadlineSeconds,
            long maxSteps,
            int maxRows,
            int temporaryMiB) {

        /** Rows as multisets, ordered where the wanted query says so; columns in order. */
        public static final Config DEFAULTS = new Config(
                Place.FENCE,
                "query",
                "",
                "schema",
                Optional.empty(),
                "db_id",
                "{name}/{name}.sqlite",
                RowOrder.AS_WANTED,
                true,
                true,
                10,
                0,
                2,
                50_000_000,
                10_000,
                256);

        /** Spider's test suites: columns in any order. */
        static final Config SPIDER = DEFAULTS.with(true, false, RowOrder.AS_WANTED, "query");

        /** BIRD: rows as sets, never in order; the wanted query is the field {@code SQL}. */
        static final Config BIRD = DEFAULTS.with(false, true, RowOrder.NEVER, "SQL");

        /** Conventions of benchmarks, by name. */
        public static final Map<String, Config> PRESETS = Map.of("spider", SPIDER, "bird", BIRD);

        public Config {
            check(digits >= 1 && digits <= 17, "sql.digits must be in [1, 17], got %s", digits);
            check(executable >= 0 && executable < 1, "sql.executable must be in [0, 1), got %s", executable);
            check(
                    deadlineSeconds > 0 && deadlineSeconds <= 3600,
                    "sql.deadlineSeconds must be in (0, 3600], got %s",
                    deadlineSeconds);
            check(maxSteps >= 1000, "sql.maxSteps must be at least 1000, got %s", maxSteps);
            check(maxRows >= 1, "sql.maxRows must be at least 1, got %s", maxRows);
            check(temporaryMiB >= 1, "sql.temporaryMiB must be at least 1, got %s", temporaryMiB);
            check(
                    filePattern.contains("{name}"),
                    "sql.filePattern is '%s', expected a path with {name} in it",
                    filePattern);
        }

        private Config with(boolean duplicates, boolean columnOrder, RowOrder rowOrder, String queryField) {
            return new Config(
                    place,
                    queryField,
                    rowsField,
                    schemaField,
                    databasesPath,
                    databaseField,
                    filePattern,
                    rowOrder,
                    duplicates,
                    columnOrder,
                    digits,
                    executable,
                    deadlineSeconds,
                    maxSteps,
                    maxRows,
                    temporaryMiB);
        }

        QueryLimits limits() {
            Duration time = Duration.ofNanos(Math.round(deadlineSeconds * 1e9));
            return new QueryLimits(time, maxSteps, maxRows, (long) temporaryMiB << 20);
        }
    }

    private final Config config;
    private final Metrics metrics;
    private final Databases databases;

    public SqlReward(Config config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        databases = new Databases(config.limits());
    }

    @Override
    public Requirements requirements() {
        return Requirements.fields(
                config.rowsField().isEmpty() ? config.queryField() : config.rowsField(),
                config.databasesPath().isPresent() ? config.databaseField() : config.schemaField());
    }

    @Override
    public List<Score> score(Group group) throws InterruptedException {
        return score(group, Deadline.in(config.limits().time().multipliedBy(group.size() + 1L)));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) throws InterruptedException {
        Wanted wanted;
        Database database;
        try {
            database = database(group.prompt());
            wanted = wanted(group.prompt(), database);
        } catch (Refused e) {
            String reason = "the dataset is at fault: " + e.getMessage();
            return Collections.nCopies(group.size(), Score.failed(reason));
        }
        return new Judgement(database, wanted, deadline).of(group);
    }

    private Database database(Prompt prompt) throws Refused, InterruptedException {
        if (config.databasesPath().isPresent()) {
            return Databases.named(
                    Path.of(config.databasesPath().get()), config.filePattern(), text(prompt, config.databaseField()));
        }
        try {
            return databases.of(text(prompt, config.schemaField()));
        } catch (Refused e) {
            throw new Refused(
                    e.kind(),
                    "the statements of the field '" + config.schemaField() + "' make no database: " + e.getMessage(),
                    e);
        }
    }

    private static String text(Prompt prompt, String field) throws Refused {
        return prompt.field(field).orElseThrow(() -> new Refused(Kind.INVALID, "it has no field '" + field + "'"));
    }

    /** The rows that are wanted, and how others are compared with them. */
    private record Wanted(Table rows, Comparison comparison) {}

    private Wanted wanted(Prompt prompt, Database database) throws Refused, InterruptedException {
        if (!config.rowsField().isEmpty()) {
            return new Wanted(
                    WantedRows.of(prompt.fields().get(config.rowsField()), config.rowsField(), config.digits()),
                    comparison(config.rowOrder() == RowOrder.ALWAYS));
        }
        String query = text(prompt, config.queryField());
        boolean ordered = config.rowOrder() == RowOrder.ALWAYS
                || config.rowOrder() == RowOrder.AS_WANTED && SqlText.of(query).isOrdered();
        try {
            return new Wanted(database.query(query, config.digits(), config.limits()), comparison(ordered));
        } catch (Refused e) {
            throw new Refused(e.kind(), "the wanted query has no result: " + e.getMessage() + ". It is: " + query, e);
        }
    }

    private Comparison comparison(boolean ordered) {
        return new Comparison(ordered, config.duplicates(), !config.columnOrder());
    }

    /** The result of the response's query, the same text for the same rows in any order; empty if there is none. */
    @Override
    public Optional<String> answer(Trajectory trajectory) {
        Optional<String> query = config.place().find(trajectory.text());
        if (query.isEmpty()) {
            return Optional.empty();
        }
        try {
            Table rows = database(trajectory.prompt()).query(query.get(), config.digits(), config.limits());
            return Optional.of(
                    rows.rows().stream().map(List::toString).sorted().toList().toString());
        } catch (Refused e) {
            return Optional.empty(); // there is nothing to compare, as for a response without a query
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Scores of one group, each different query executed once. */
    private final class Judgement {

        private final Database database;
        private final Wanted wanted;
        private final Deadline deadline;
        private final Duration time;
        private final Map<String, Score> known = new HashMap<>();

        Judgement(Database database, Wanted wanted, Deadline deadline) {
            this.database = database;
            this.wanted = wanted;
            this.deadline = deadline;
            time = deadline.remaining();
        }

        List<Score> of(Group group) throws InterruptedException {
            List<Score> scores = new ArrayList<>();
            for (Trajectory one : group.trajectories()) {
                Optional<String> query = config.place().find(one.text());
                Score score = Score.of(0);
                if (query.isPresent()) {
                    Score before = known.get(query.get());
                    score = before == null ? judged(query.get()) : before;
                    known.put(query.get(), score);
                } else {
                    metrics.mean("sql/executable", 0);
                }
                scores.add(score);
            }
            return scores;
        }

        private Score judged(String query) throws InterruptedException {
            Duration left = deadline.remaining();
            if (left.isZero()) {
                return new Score.TimedOut(time);
            }
            QueryLimits limits = config.limits().within(left);
            try {
                Table rows = database.query(query, config.digits(), limits);
                metrics.mean("sql/executable", 1);
                return wanted.comparison()
                        .equal(wanted.rows(), rows)
                        .<Score>map(equal -> Score.of(equal ? 1 : config.executable()))
                        .orElseGet(() -> Score.unscorable("its columns fit the wanted ones in more than "
                                + Comparison.MOST_TRIES + " ways, so that it is not known whether one is right"));
            } catch (Refused e) {
                if (e.kind() == Kind.LATE && deadline.isPast()) {
                    return new Score.TimedOut(time);
                }
                metrics.mean("sql/executable", 0);
                metrics.add("sql/limited", e.kind() == Kind.INVALID ? 0 : 1);
                return Score.of(0);
            }
        }
    }
}
