package org.reason4j.reward.rulebased.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

class AdditionPreferencesTest {

    private static final Pattern ANSWER = Pattern.compile("<think>.*</think><answer>(\\d+)</answer>");

    private static List<Example> read(int count, long seed, Split split, double slipShare) {
        return new AdditionPreferences(new AdditionPreferencesConfig(count, seed, split, 2, 3, 2, slipShare)).read();
    }

    private static String claim(Example example, String field) {
        Matcher response = ANSWER.matcher(String.valueOf(example.fields().get(field)));
        assertThat(response.matches()).as(example.fields().toString()).isTrue();
        return response.group(1);
    }

    @Test
    void theChosenResponseIsRightAndTheRejectedOneIsWrong() {
        for (Example example : read(2000, 3, Split.TRAIN, 0.5)) {
            String sum = String.valueOf(Arrays.stream(example.id().split("\\+"))
                    .mapToLong(Long::parseLong)
                    .sum());
            assertThat(example.messages().get(0).content()).isEqualTo(example.id() + "=");
            assertThat(example.fields()).containsEntry("answer", sum);
            assertThat(claim(example, "chosen")).isEqualTo(sum);
            assertThat(claim(example, "rejected")).isNotEqualTo(sum);
        }
    }

    @Test
    void theStyleSaysHowTheRejectedOneIsWrong() {
        List<Example> examples = read(2000, 3, Split.TRAIN, 0.25);
        long slips = examples.stream()
                .filter(example -> example.fields().get("style").equals("slip"))
                .count();
        // half of all sums or so have a carry, and hasty ones without are drawn again: slips are more than a quarter
        assertThat(slips).isBetween(450L, 750L);
        for (Example example : examples) {
            boolean careful =
                    String.valueOf(example.fields().get("rejected")).matches(".*\\d\\+\\d\\+\\d=.*"); // with a carry
            assertThat(careful).isEqualTo(example.fields().get("style").equals("slip"));
        }
        assertThat(read(100, 3, Split.TRAIN, 1))
                .allSatisfy(example -> assertThat(example.fields()).containsEntry("style", "slip"));
    }

    @Test
    void heldOutPairsShareNoNumbersWithTrainingPairs() {
        Set<String> train = keys(read(2000, 1, Split.TRAIN, 0.5));
        assertThat(keys(read(300, 2, Split.HELD_OUT, 0.5))).doesNotContainAnyElementsOf(train);
    }

    private static Set<String> keys(List<Example> examples) {
        return examples.stream()
                .map(example ->
                        Arrays.stream(example.id().split("\\+")).sorted().collect(Collectors.joining("+")))
                .collect(Collectors.toSet());
    }

    @Test
    void aSeedGivesTheSamePairs() {
        assertThat(read(50, 5, Split.TRAIN, 0.5)).isEqualTo(read(50, 5, Split.TRAIN, 0.5));
        assertThat(read(50, 6, Split.TRAIN, 0.5)).isNotEqualTo(read(50, 5, Split.TRAIN, 0.5));
    }

    @Test
    void aShareOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> read(1, 1, Split.TRAIN, 1.5))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("addition-preferences.slipShare must be in [0, 1], got 1.5");
    }
}
