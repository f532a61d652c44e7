package org.reason4j.reward.rulebased.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

class AdditionComparisonsTest {

    private static final Pattern QUESTION = Pattern.compile("(\\d\\d\\+\\d\\d)=(<think>.*?)\\|(<think>.*?) Which\\?");
    private static final Pattern CLAIM = Pattern.compile("<answer>(\\d+)</answer>");

    @Test
    void theReasoningDoesTheSumAgainAndComparesItWithBothClaims() {
        assertThat(SumCheck.reasoning(List.of(47L, 85L), "132", "122"))
                .isEqualTo("<think>47+85:7+5+0=12,4+8+1=13,132?1=1y,3=3y,2=2y,.=.y?1=1y,3=2n</think>");
    }

    @Test
    void theAnswerNamesTheOnlyRightResponse() {
        List<Example> examples = read(true, true);
        for (Example example : examples) {
            Matcher question = QUESTION.matcher(example.messages().get(0).content());
            assertThat(question.matches()).as(example.messages().toString()).isTrue();
            int sum = Arrays.stream(question.group(1).split("\\+"))
                    .mapToInt(Integer::parseInt)
                    .sum();
            boolean first = claim(question.group(2)).equals(String.valueOf(sum));
            boolean second = claim(question.group(3)).equals(String.valueOf(sum));
            String answer = first == second ? "tie" : first ? "A" : "B";
            assertThat(example.fields())
                    .containsEntry("answer", answer)
                    .containsEntry(
                            "swapped",
                            question.group(1) + "=" + question.group(3) + "|" + question.group(2) + " Which?");
            assertThat(example.id())
                    .isEqualTo(question.group(1) + "=" + claim(question.group(2)) + "|" + claim(question.group(3)));
            assertThat(example.response().orElseThrow()).endsWith("</think><verdict>" + answer + "</verdict>");
        }
        for (String answer : List.of("A", "B", "tie")) {
            assertThat(examples.stream()
                            .filter(example -> answer.equals(example.fields().get("answer"))))
                    .hasSizeGreaterThan(80);
        }
    }

    private static String claim(String response) {
        Matcher claim = CLAIM.matcher(response);
        return claim.find() ? claim.group(1) : "";
    }

    @Test
    void withoutTiesOneResponseOfEachPairIsRight() {
        assertThat(read(false, false))
                .hasSize(500)
                .allMatch(example -> !"tie".equals(example.fields().get("answer")))
                .allMatch(example -> example.response().isEmpty());
    }

    @Test
    void aQuestionWithoutBothResponsesIsRefused() {
        AdditionComparisonsConfig usual = AdditionComparisonsConfig.DEFAULTS;
        assertThatThrownBy(() -> new AdditionComparisonsConfig(
                        1, 1, Split.TRAIN, 2, 2, 2, false, 0.6, 0.2, 0.03, true, "{problem}{first}", usual.verdict()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must have {problem}, {first} and {second}");
    }

    private static List<Example> read(boolean ties, boolean demonstrations) {
        AdditionComparisonsConfig usual = AdditionComparisonsConfig.DEFAULTS;
        return new AdditionComparisons(new AdditionComparisonsConfig(
                        500,
                        7,
                        Split.TRAIN,
                        2,
                        2,
                        2,
                        demonstrations,
                        0.6,
                        0.2,
                        0.03,
                        ties,
                        usual.template(),
                        usual.verdict()))
                .read();
    }
}
