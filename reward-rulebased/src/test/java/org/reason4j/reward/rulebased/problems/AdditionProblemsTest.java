package org.reason4j.reward.rulebased.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

class AdditionProblemsTest {

    @Test
    void aCarefulDemonstrationCarries() {
        assertThat(ColumnAddition.careful(List.of(47L, 85L, 36L)).response())
                .isEqualTo("<think>47+85:7+5+0=12,4+8+1=13,132;132+36:2+6+0=08,3+3+0=06,1+0+0=01,168</think>"
                        + "<answer>168</answer>");
    }

    @Test
    void aHastyDemonstrationForgetsEveryCarry() {
        assertThat(ColumnAddition.hasty(List.of(47L, 85L, 36L)).response())
                .isEqualTo("<think>47+85:7+5=2,4+8=2,22;22+36:2+6=8,2+3=5,58</think><answer>58</answer>");
    }

    /** Columns in turn careful and hasty: the first hands on a carry, which the second forgets. */
    @Test
    void aMixedDemonstrationForgetsCarriesHereAndThere() {
        assertThat(ColumnAddition.mixed(List.of(47L, 85L, 36L), column -> column % 2 == 0)
                        .response())
                .isEqualTo("<think>47+85:7+5+0=12,4+8=2,22;22+36:2+6+0=08,2+3=5,58</think><answer>58</answer>");
        assertThat(ColumnAddition.mixed(List.of(47L, 85L), column -> column == 1)
                        .response())
                .isEqualTo("<think>47+85:7+5=2,4+8+0=12,122</think><answer>122</answer>");
    }

    @Test
    void columnsAreCarefulByTheirShare() {
        List<Example> examples =
                new AdditionProblems(new AdditionProblemsConfig(1000, 1, Split.TRAIN, 4, 4, 2, true, 0.4, true)).read();
        long careful = examples.stream()
                .mapToLong(example -> count(example, "\\d\\+\\d\\+\\d="))
                .sum();
        long hasty = examples.stream()
                .mapToLong(example -> count(example, "[:,]\\d\\+\\d="))
                .sum();
        assertThat((double) careful / (careful + hasty)).isBetween(0.38, 0.42);
        assertThat(examples).allSatisfy(example -> assertThat(example.fields()).containsEntry("style", "mixed"));
        // most of them are wrong: a chain of four has some three carries
        long right = examples.stream()
                .filter(example -> example.response()
                        .orElseThrow()
                        .endsWith("<answer>" + example.fields().get("answer") + "</answer>"))
                .count();
        assertThat(right).isBetween(20L, 90L);
    }

    private static long count(Example example, String pattern) {
        return Pattern.compile(pattern)
                .matcher(example.response().orElseThrow())
                .results()
                .count();
    }

    @Test
    void aSumThatVanishesWithoutItsCarriesIsZero() {
        assertThat(ColumnAddition.hasty(List.of(55L, 55L, 12L)).response())
                .isEqualTo("<think>55+55:5+5=0,5+5=0,0;0+12:0+2=2,0+1=1,12</think><answer>12</answer>");
    }

    @Test
    void carefulIsAlwaysRightAndHastyOnlyWithoutCarries() {
        for (long a = 10; a < 100; a++) {
            for (long b = 10; b < 100; b++) {
                String right = "<answer>" + (a + b) + "</answer>";
                boolean carries = a % 10 + b % 10 > 9 || a / 10 + b / 10 > 9;
                assertThat(ColumnAddition.careful(List.of(a, b)).response()).endsWith(right);
                assertThat(ColumnAddition.hasty(List.of(a, b)).response().endsWith(right))
                        .isEqualTo(!carries);
            }
        }
    }

    @Test
    void theAnswerIsTheSumOfThePrompt() {
        assertThat(problems(200, 1, Split.TRAIN)).allSatisfy(example -> {
            String prompt = example.messages().get(0).content();
            assertThat(prompt).matches("\\d\\d(\\+\\d\\d){1,2}=");
            int sum = Arrays.stream(prompt.replace("=", "").split("\\+"))
                    .mapToInt(Integer::parseInt)
                    .sum();
            assertThat(example.fields())
                    .containsEntry("answer", String.valueOf(sum))
                    .containsEntry("terms", example.id().split("\\+").length);
            assertThat(example.response()).isEmpty();
        });
    }

    @Test
    void noProblemOccursTwice() {
        assertThat(ids(problems(3000, 1, Split.TRAIN))).hasSize(3000);
    }

    @Test
    void heldOutProblemsAreNeverTrainedOnWhateverTheirSeedAndOrder() {
        Set<String> training = sortedTerms(problems(3000, 1, Split.TRAIN));
        Set<String> heldOut = sortedTerms(problems(1000, 2, Split.HELD_OUT));
        assertThat(new HashSet<>(training)).doesNotContainAnyElementsOf(heldOut);
    }

    @Test
    void oneProblemInEightIsHeldOut() {
        long heldOut = 0;
        for (int a = 10; a < 100; a++) {
            for (int b = a; b < 100; b++) {
                heldOut += Split.HELD_OUT.holds(a + "+" + b) ? 1 : 0;
            }
        }
        assertThat(heldOut / 4095.0).isBetween(0.11, 0.14);
    }

    @Test
    void theSameSettingsGiveTheSameProblemsAndALongerDatasetBeginsLikeAShorterOne() {
        assertThat(problems(100, 7, Split.TRAIN)).isEqualTo(problems(100, 7, Split.TRAIN));
        assertThat(problems(200, 7, Split.TRAIN).subList(0, 100)).isEqualTo(problems(100, 7, Split.TRAIN));
        assertThat(problems(100, 8, Split.TRAIN)).isNotEqualTo(problems(100, 7, Split.TRAIN));
    }

    @Test
    void theTwoStylesAreMixedByTheirShare() {
        List<Example> examples = new AdditionProblems(
                        new AdditionProblemsConfig(1000, 1, Split.TRAIN, 2, 3, 2, true, 0.25, false))
                .read();
        long careful = examples.stream()
                .filter(e -> "careful".equals(e.fields().get("style")))
                .count();
        assertThat(careful).isBetween(210L, 290L);
        assertThat(examples).allSatisfy(example -> {
            boolean isCareful = "careful".equals(example.fields().get("style"));
            assertThat(example.response().orElseThrow().matches(".*:\\d\\+\\d\\+\\d=.*"))
                    .isEqualTo(isCareful);
        });
    }

    @Test
    void moreProblemsThanThereAreIsRefused() {
        AdditionProblemsConfig config = new AdditionProblemsConfig(100, 1, Split.TRAIN, 2, 2, 1, false, 1, false);
        assertThatThrownBy(new AdditionProblems(config)::read) // 9 * 9 ordered pairs of digits, some of them held out
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lower count");
    }

    private static List<Example> problems(int count, long seed, Split split) {
        return new AdditionProblems(new AdditionProblemsConfig(count, seed, split, 2, 3, 2, false, 1, false)).read();
    }

    private static Set<String> ids(List<Example> examples) {
        return examples.stream().map(Example::id).collect(Collectors.toSet());
    }

    private static Set<String> sortedTerms(List<Example> examples) {
        return examples.stream()
                .map(example ->
                        Arrays.stream(example.id().split("\\+")).sorted().collect(Collectors.joining("+")))
                .collect(Collectors.toSet());
    }
}
