package org.reason4j.reward.rulebased.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

class MultiplicationProblemsTest {

    private static List<Example> problems(int count, long seed, Split split, int digits) {
        return demonstrated(count, seed, split, digits, false, 0);
    }

    private static List<Example> demonstrated(
            int count, long seed, Split split, int digits, boolean demonstrations, double toolShare) {
        return new MultiplicationProblems(new MultiplicationProblemsConfig(
                        count,
                        seed,
                        split,
                        digits,
                        demonstrations,
                        toolShare,
                        "[{problem}]={answer};{answer}",
                        "{answer}"))
                .read();
    }

    private static long product(String problem) {
        return Arrays.stream(problem.split("\\*")).mapToLong(Long::parseLong).reduce(1, (a, b) -> a * b);
    }

    @Test
    void theAnswerIsTheProductOfThePrompt() {
        assertThat(problems(200, 1, Split.TRAIN, 3)).allSatisfy(example -> {
            String prompt = example.messages().get(0).content();
            assertThat(prompt).matches("[1-9]\\d\\d\\*[1-9]\\d\\d=");
            assertThat(example.fields()).containsEntry("answer", String.valueOf(product(prompt.replace("=", ""))));
            assertThat(example.response()).isEmpty();
        });
    }

    @Test
    void aDemonstrationAsksTheToolOrAnswersAtOnceByItsShare() {
        List<Example> examples = demonstrated(1000, 1, Split.TRAIN, 3, true, 0.25);
        assertThat(examples).allSatisfy(example -> {
            String answer = String.valueOf(product(example.id()));
            boolean tool = example.fields().get("style").equals("tool");
            assertThat(example.response()).contains(tool ? "[" + example.id() + "]=" + answer + ";" + answer : answer);
        });
        assertThat(examples.stream()
                        .filter(example -> example.fields().get("style").equals("tool")))
                .hasSizeBetween(210, 290);
    }

    @Test
    void heldOutProblemsAreNeverTrainedOnWhateverTheirSeedAndOrder() {
        Set<String> training = sortedFactors(problems(3000, 1, Split.TRAIN, 2));
        assertThat(new HashSet<>(training))
                .doesNotContainAnyElementsOf(sortedFactors(problems(500, 2, Split.HELD_OUT, 2)));
    }

    @Test
    void noProblemOccursTwiceAndTheSameSettingsGiveTheSameProblems() {
        List<Example> problems = problems(3000, 7, Split.TRAIN, 2);
        assertThat(problems.stream().map(Example::id).collect(Collectors.toSet()))
                .hasSize(3000);
        assertThat(problems(100, 7, Split.TRAIN, 2)).isEqualTo(problems.subList(0, 100));
        assertThat(problems(100, 8, Split.TRAIN, 2)).isNotEqualTo(problems.subList(0, 100));
    }

    @Test
    void templatesWithoutTheirPlaceholdersAreRefused() {
        assertThatThrownBy(() ->
                        new MultiplicationProblemsConfig(1, 1, Split.TRAIN, 2, true, 1, "[{problem}]", "{answer}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("toolDemonstration must have {problem} and {answer}");
        assertThatThrownBy(() -> new MultiplicationProblemsConfig(
                        1, 1, Split.TRAIN, 2, true, 1, "[{problem}]={answer}", "guess"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("plainDemonstration must have {answer}");
    }

    private static Set<String> sortedFactors(List<Example> examples) {
        return examples.stream()
                .map(example ->
                        Arrays.stream(example.id().split("\\*")).sorted().collect(Collectors.joining("*")))
                .collect(Collectors.toSet());
    }
}
