package org.reason4j.reward.structured.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.structured.sql.SqlQuestions.Config;
import org.reason4j.reward.structured.sql.SqlQuestions.Split;

class SqlQuestionsTest {

    private static final QueryLimits LIMITS = new QueryLimits(Duration.ofSeconds(30), 10_000_000, 1000, 16L << 20);

    @Test
    void everyQueryHasAResultAndHastyOnesMostlyAnotherOne() throws Exception {
        int different = 0;
        for (Example example : read(200, Split.TRAIN, 0)) {
            Database database = Database.of(String.valueOf(example.fields().get("schema")), LIMITS);
            String wanted = String.valueOf(example.fields().get("query"));
            String hasty = example.response().orElseThrow();
            assertThat(wanted).startsWith(hasty.split(" ORDER BY")[0]);
            different += database.query(wanted, 10, LIMITS).equals(database.query(hasty, 10, LIMITS)) ? 0 : 1;
        }
        assertThat(different).isBetween(160, 200);
    }

    @Test
    void aQuestionIsAskedInTheWordsOfItsQuery() {
        Example example = read(1, Split.TRAIN, 1).get(0);
        assertThat(example.fields()).containsEntry("style", "careful");
        assertThat(example.response()).contains(String.valueOf(example.fields().get("query")));
        assertThat(example.messages().get(0).content())
                .endsWith("? ")
                .contains(" in ")
                .contains(" with ");
    }

    @Test
    void splitsShareNoQuestion() {
        Set<String> train = questions(read(500, Split.TRAIN, 1));
        Set<String> heldOut = questions(read(100, Split.HELD_OUT, 1));
        assertThat(heldOut).isNotEmpty().doesNotContainAnyElementsOf(new HashSet<>(train));
    }

    private static Set<String> questions(List<Example> examples) {
        return examples.stream()
                .map(example -> example.messages().get(0).content())
                .collect(Collectors.toSet());
    }

    @Test
    void moreQuestionsThanThereAreAreRefused() {
        // some 9600 questions are held out at most, of 4 * 3 * 8 * 3 * 2 * 50 / 8 with one database
        assertThatThrownBy(() -> new SqlQuestions(new Config(20_000, 1, Split.HELD_OUT, 1, 5, false, 1)).read())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lower count, or raise databases");
    }

    private static List<Example> read(int count, Split split, double careful) {
        return new SqlQuestions(new Config(count, 3, split, 4, 40, true, careful)).read();
    }
}
