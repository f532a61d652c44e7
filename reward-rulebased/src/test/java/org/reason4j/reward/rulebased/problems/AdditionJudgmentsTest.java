package org.reason4j.reward.rulebased.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

class AdditionJudgmentsTest {

    private static final Pattern QUESTION = Pattern.compile(
            "(\\d\\d(?:\\+\\d\\d){1,2})=<think>(.*?)(?:</think><answer>(\\d+)</answer>)? Is it right\\?");

    @Test
    void aJudgmentDoesTheSumAgainAndComparesItToTheEnd() {
        assertThat(SumCheck.judgment(List.of(47L, 85L), "132"))
                .isEqualTo("<think>47+85:7+5+0=12,4+8+1=13,132?1=1y,3=3y,2=2y,.=.y</think><verdict>yes</verdict>");
    }

    @Test
    void theFirstDifferenceEndsTheComparison() {
        assertThat(SumCheck.judgment(List.of(47L, 85L), "122"))
                .isEqualTo("<think>47+85:7+5+0=12,4+8+1=13,132?1=1y,3=2n</think><verdict>no</verdict>");
    }

    @Test
    void aClaimThatOnlyBeginsLikeTheSumIsWrongAndSoIsNone() {
        assertThat(SumCheck.judgment(List.of(47L, 85L), "13"))
                .endsWith("132?1=1y,3=3y,2=.n</think><verdict>no</verdict>");
        assertThat(SumCheck.judgment(List.of(11L, 12L), "231"))
                .endsWith("23?2=2y,3=3y,.=1n</think><verdict>no</verdict>");
        assertThat(SumCheck.judgment(List.of(11L, 12L), "")).endsWith("23?2=.n</think><verdict>no</verdict>");
    }

    @Test
    void aSlipChangesOneDigitAndEverythingAfterItFollows() {
        // 4+8+1 is 13; with its digit 3 moved by 4 it reads 17, so the sum is 172, and 172+36 = 208
        assertThat(ColumnAddition.of(List.of(47L, 85L, 36L), true, Optional.of(new ColumnAddition.Slip(1, 4)))
                        .working())
                .isEqualTo("47+85:7+5+0=12,4+8+1=17,172;172+36:2+6+0=08,7+3+0=10,1+0+1=02,208");
    }

    @Test
    void theAnswerIsWhetherTheLastNumberIsTheSum() {
        List<Example> examples = read(AdditionJudgmentsTest.of(2000, 1, Split.TRAIN, true));
        for (Example example : examples) {
            Matcher question = QUESTION.matcher(example.messages().get(0).content());
            assertThat(question.matches()).as(example.messages().toString()).isTrue();
            int sum = Arrays.stream(question.group(1).split("\\+"))
                    .mapToInt(Integer::parseInt)
                    .sum();
            String claim = question.group(3) == null ? "" : question.group(3);
            String verdict = claim.equals(String.valueOf(sum)) ? "yes" : "no";
            assertThat(example.id()).isEqualTo(question.group(1) + "=" + claim);
            assertThat(example.fields()).containsEntry("answer", verdict);
            assertThat(example.response().orElseThrow())
                    .startsWith("<think>" + question.group(1).split("\\+")[0] + "+")
                    .contains("," + sum + "?")
                    .endsWith("</think><verdict>" + verdict + "</verdict>");
            if (!claim.isEmpty()) {
                assertThat(question.group(2)).endsWith("," + claim);
            }
        }
    }

    @Test
    void aCarefulResponseIsRightAndOneThatSlippedCarefullyOrWasCutIsNot() {
        List<Example> examples = read(new AdditionJudgmentsConfig(
                1000, 3, Split.TRAIN, 2, 3, 2, false, 1, 0.4, 0.2, AdditionJudgmentsConfig.DEFAULTS.template(), 0));
        assertThat(examples).allSatisfy(example -> {
            boolean careful = "careful".equals(example.fields().get("style"));
            assertThat(example.fields()).containsEntry("answer", careful ? "yes" : "no");
            assertThat(example.response()).isEmpty();
        });
        assertThat(count(examples, "slip")).isBetween(340L, 460L);
        assertThat(count(examples, "cut")).isBetween(150L, 250L);
        assertThat(count(examples, "hasty")).isZero();
    }

    @Test
    void aShareOfExamplesAreProblemsToSolve() {
        AdditionJudgmentsConfig usual = AdditionJudgmentsConfig.DEFAULTS;
        List<Example> examples = read(
                new AdditionJudgmentsConfig(1000, 3, Split.TRAIN, 2, 3, 2, true, 1, 0.4, 0.2, usual.template(), 0.5));
        assertThat(count(examples, "problem")).isBetween(450L, 550L);
        assertThat(examples)
                .filteredOn(example -> "problem".equals(example.fields().get("style")))
                .allSatisfy(example -> {
                    assertThat(example.messages().get(0).content()).isEqualTo(example.id() + "=");
                    assertThat(example.response().orElseThrow())
                            .endsWith("<answer>" + example.fields().get("answer") + "</answer>");
                    assertThat(Arrays.stream(example.id().split("\\+"))
                                    .mapToInt(Integer::parseInt)
                                    .sum())
                            .isEqualTo(
                                    Integer.parseInt((String) example.fields().get("answer")));
                });
    }

    @Test
    void aboutAsManyAreRightAsWrong() {
        List<Example> examples = read(of(4000, 4, Split.TRAIN, false));
        long right = examples.stream()
                .filter(example -> "yes".equals(example.fields().get("answer")))
                .count();
        assertThat(right).isBetween(1800L, 2200L);
    }

    @Test
    void noCaseOccursTwiceAndTheSameSettingsGiveTheSame() {
        List<Example> examples = read(of(3000, 5, Split.TRAIN, true));
        assertThat(examples.stream().map(Example::id).collect(Collectors.toSet()))
                .hasSize(3000);
        assertThat(read(of(3000, 5, Split.TRAIN, true))).isEqualTo(examples);
        assertThat(read(of(1000, 5, Split.TRAIN, true))).isEqualTo(examples.subList(0, 1000));
        assertThat(read(of(1000, 6, Split.TRAIN, true))).isNotEqualTo(examples.subList(0, 1000));
    }

    @Test
    void aJudgeIsTrainedOnNoSumThatIsHeldOutForAdditionOrForItself() {
        Set<String> training = sortedTerms(read(of(3000, 1, Split.TRAIN, false)));
        Set<String> heldOut = sortedTerms(read(of(1000, 2, Split.HELD_OUT, false)));
        heldOut.addAll(sortedTerms(
                new AdditionProblems(new AdditionProblemsConfig(1000, 3, Split.HELD_OUT, 2, 3, 2, false, 1, false))
                        .read()));
        assertThat(training).doesNotContainAnyElementsOf(heldOut);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 2; 3; 2; 0.5; 0.1; 0.1; {problem}{response}?; addition-judgments.count must be positive, got 0",
                "9; 3; 2; 2; 0.5; 0.1; 0.1; {problem}{response}?; 2 <= minTerms <= maxTerms <= 20, got 3 and 2",
                "9; 2; 3; 16; 0.5; 0.1; 0.1; {problem}{response}?; addition-judgments.digits must be in [1, 15], got 16",
                "9; 2; 3; 2; 1.5; 0.1; 0.1; {problem}{response}?; addition-judgments.carefulShare must be in [0, 1], got 1.5",
                "9; 2; 3; 2; 0.5; 0.8; 0.3; {problem}{response}?; add up to 1 at most, got 0.8 and 0.3",
                "9; 2; 3; 2; 0.5; -0.1; 0.3; {problem}{response}?; must not be negative",
                "9; 2; 3; 2; 0.5; 0.1; 0.1; {response}?; must have {problem} and {response}, got '{response}?'"
            })
    void settingsThatMakeNoSenseAreRefused(
            int count,
            int minTerms,
            int maxTerms,
            int digits,
            double careful,
            double slip,
            double cut,
            String template,
            String message) {
        assertThatThrownBy(() -> new AdditionJudgmentsConfig(
                        count, 1, Split.TRAIN, minTerms, maxTerms, digits, false, careful, slip, cut, template, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private static AdditionJudgmentsConfig of(int count, long seed, Split split, boolean demonstrations) {
        AdditionJudgmentsConfig usual = AdditionJudgmentsConfig.DEFAULTS;
        return new AdditionJudgmentsConfig(
                count,
                seed,
                split,
                usual.minTerms(),
                usual.maxTerms(),
                usual.digits(),
                demonstrations,
                usual.carefulShare(),
                usual.slipShare(),
                usual.cutShare(),
                usual.template(),
                usual.problemShare());
    }

    private static List<Example> read(AdditionJudgmentsConfig config) {
        return new AdditionJudgments(config).read();
    }

    private static long count(List<Example> examples, String style) {
        return examples.stream()
                .filter(example -> style.equals(example.fields().get("style")))
                .count();
    }

    private static Set<String> sortedTerms(List<Example> examples) {
        return examples.stream()
                .map(example -> Arrays.stream(example.id().split("=")[0].split("\\+"))
                        .sorted()
                        .collect(Collectors.joining("+")))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
