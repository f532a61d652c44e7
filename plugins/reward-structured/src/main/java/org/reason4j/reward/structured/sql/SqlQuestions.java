package org.reason4j.reward.structured.sql;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.random.SplitMix64;

/**
 * Questions over a small database of cities, such as {@code cities in peru with size over 40}, with the fields {@code schema}
 * and {@code query}.
 *
 * <p>A demonstration answers with a query, in one of two styles that the field {@code style} names. {@code careful} asks for
 * all that the question asks for; {@code hasty} leaves out the last condition, and is right only where that changes nothing.
 * Imitating a mixture gives a model that can do either; a reward for the right rows then favours the careful one.
 *
 * <p>An example's id is its question with the number of its database. A question is of one split, whatever its database.
 */
public record SqlQuestions(Config config) implements DatasetReader {

    /** The questions that may be drawn; membership is a hash of the question. */
    public enum Split {
        /** Seven questions in eight. */
        TRAIN,
        /** One question in eight. */
        HELD_OUT
    }

    /**
     * Settings of the questions.
     *
     * @param count number of questions, at least 1
     * @param seed seed of the draws
     * @param split the questions that may be drawn
     * @param databases number of databases with the same tables, in [1, 1000]
     * @param rows rows of each, in [1, 1000]
     * @param demonstrations true to add a response to imitate to every example
     * @param carefulShare share of demonstrations with every condition, in [0, 1]
     */
    public record Config(
            int count, long seed, Split split, int databases, int rows, boolean demonstrations, double carefulShare) {

        /** A thousand questions over eight databases of forty cities, for training. */
        public static final Config DEFAULTS = new Config(1000, 1, Split.TRAIN, 8, 40, false, 1);

        public Config {
            check(count >= 1, "sql-questions.count must be at least 1, got %s", count);
            check(
                    databases >= 1 && databases <= 1000,
                    "sql-questions.databases must be in [1, 1000], got %s",
                    databases);
            check(rows >= 1 && rows <= 1000, "sql-questions.rows must be in [1, 1000], got %s", rows);
            check(
                    carefulShare >= 0 && carefulShare <= 1,
                    "sql-questions.carefulShare must be in [0, 1], got %s",
                    carefulShare);
        }
    }

    private static final List<String> LANDS = List.of("peru", "chad", "iran", "cuba", "mali", "oman", "togo", "fiji");
    private static final List<String> MEASURES = List.of("size", "age", "rain");
    private static final int LARGEST = 100;
    private static final int ATTEMPTS = 1000;
    private static final int ONE_IN = 8;
    private static final long STYLE = -1;
    private static final long CITIES = -2;

    @Override
    public List<Example> read() {
        List<String> schemas = new ArrayList<>();
        for (int i = 0; i < config.databases(); i++) {
            schemas.add(schema(i));
        }
        List<Example> examples = new ArrayList<>(config.count());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < config.count(); i++) {
            examples.add(example(i, schemas, seen));
        }
        return examples;
    }

    private Example example(int index, List<String> schemas, Set<String> seen) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Draws draws = new Draws(SplitMix64.key(config.seed(), index, attempt));
            Question question = Question.draw(draws);
            int database = draws.below(config.databases());
            String id = question.text() + " #" + database;
            if (isInSplit(question.text()) && seen.add(id)) {
                return example(id, question, schemas.get(database), index);
            }
        }
        throw new ConfigException("Dataset 'sql-questions' found no question " + (index + 1)
                + " that differs from the others in " + ATTEMPTS + " attempts; lower count, or raise databases");
    }

    private Example example(String id, Question question, String schema, int index) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("schema", schema);
        fields.put("query", question.query(true));
        Example example = Example.of(id, List.of(Message.user(question.text() + "? ")));
        if (!config.demonstrations()) {
            return example.withFields(fields);
        }
        boolean careful = SplitMix64.uniform(SplitMix64.key(config.seed(), index, STYLE)) < config.carefulShare();
        fields.put("style", careful ? "careful" : "hasty");
        return example.withFields(fields).withResponse(question.query(careful));
    }

    private boolean isInSplit(String question) {
        boolean heldOut = SplitMix64.below(SplitMix64.extend(SplitMix64.key(0), question), ONE_IN) == 0;
        return heldOut == (config.split() == Split.HELD_OUT);
    }

    /** The statements of a database; the same for a number, whatever the seed of the questions. */
    private String schema(int number) {
        StringBuilder sql = new StringBuilder(
                "CREATE TABLE city(name TEXT PRIMARY KEY, land TEXT, size INTEGER, age INTEGER, rain INTEGER);\n");
        Draws draws = new Draws(SplitMix64.key(CITIES, number));
        for (int i = 0; i < config.rows(); i++) {
            sql.append(String.format(
                    java.util.Locale.ROOT,
                    "INSERT INTO city VALUES('c%d', '%s', %d, %d, %d);%n",
                    i,
                    LANDS.get(draws.below(LANDS.size())),
                    draws.below(LARGEST),
                    draws.below(LARGEST),
                    draws.below(LARGEST)));
        }
        return sql.toString().replace("\r\n", "\n");
    }

    /** The draws of one question, in the order of their use. */
    private static final class Draws {
        private final long key;
        private long drawn;

        Draws(long key) {
            this.key = key;
        }

        int below(int bound) {
            return (int) SplitMix64.below(SplitMix64.number(key, drawn++), bound);
        }
    }

    /** A question: what is asked, of which land, and a condition on a measure. */
    private record Question(int kind, String of, String land, String measure, boolean over, int bound) {

        private static final int KINDS = 4;

        static Question draw(Draws draws) {
            return new Question(
                    draws.below(KINDS),
                    MEASURES.get(draws.below(MEASURES.size())),
                    LANDS.get(draws.below(LANDS.size())),
                    MEASURES.get(draws.below(MEASURES.size())),
                    draws.below(2) == 0,
                    LARGEST / 4 + draws.below(LARGEST / 2));
        }

        String text() {
            String asked = switch (kind) {
                case 0 -> "cities";
                case 1 -> "number of cities";
                case 2 -> "largest " + of + " of cities";
                default -> "cities by " + of;
            };
            return asked + " in " + land + " with " + measure + (over ? " over " : " under ") + bound;
        }

        /** The query; without its last condition where it is not careful. */
        String query(boolean careful) {
            String asked = switch (kind) {
                case 1 -> "COUNT(*)";
                case 2 -> "MAX(" + of + ")";
                default -> "name";
            };
            return "SELECT " + asked + " FROM city WHERE land='" + land + "'"
                    + (careful ? " AND " + measure + (over ? ">" : "<") + bound : "")
                    + (kind == 3 ? " ORDER BY " + of : "");
        }
    }
}
