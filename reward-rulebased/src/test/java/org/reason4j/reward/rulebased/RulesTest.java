package org.reason4j.reward.rulebased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.reward.rulebased.Responses.score;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.texts;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.Gsm8kConfig.Compare;
import org.reason4j.reward.rulebased.Gsm8kConfig.Method;
import org.reason4j.reward.rulebased.format.FormatThink;
import org.reason4j.reward.rulebased.format.FormatThinkAnswer;
import org.reason4j.reward.rulebased.format.FormatThinkAnswerConfig;
import org.reason4j.reward.rulebased.format.FormatThinkConfig;
import org.reason4j.reward.rulebased.format.TagCount;
import org.reason4j.reward.rulebased.format.TagCountConfig;

class RulesTest {

    @Test
    void gsm8kIsReproducedByBothMethods() throws Exception {
        JsonNode vector = vector("gsm8k");
        List<String> responses = texts(vector.at("/inputs/responses"));
        List<String> truth = texts(vector.at("/inputs/truth"));
        for (int i = 0; i < responses.size(); i++) {
            assertThat(score(new Gsm8k(Gsm8kConfig.VERL), truth.get(i), responses.get(i)))
                    .containsExactly(vector.at("/expected/strict").get(i).asDouble());
            assertThat(score(
                            new Gsm8k(new Gsm8kConfig(Method.FLEXIBLE, Compare.SPELLING, 300)),
                            truth.get(i),
                            responses.get(i)))
                    .containsExactly(vector.at("/expected/flexible").get(i).asDouble());
        }
    }

    @Test
    void gsm8kTakesTheDatasetsWorkedSolutionAsTheAnswer() throws Exception {
        assertThat(score(new Gsm8k(Gsm8kConfig.DEFAULTS), "48/2=24, 48+24=72\n#### 72", "so #### 72.", "#### 73"))
                .containsExactly(1, 0);
    }

    @Test
    void gsm8kReadsAMinusSign() throws Exception {
        assertThat(score(new Gsm8k(Gsm8kConfig.DEFAULTS), "-5", "#### \u22125", "#### 5"))
                .containsExactly(1, 0);
        assertThat(score(
                        new Gsm8k(new Gsm8kConfig(Method.FLEXIBLE, Compare.SPELLING, 300)), "#### \u22125", "it is -5"))
                .containsExactly(1);
    }

    @Test
    void gsm8kLooksAtTheEndAloneWhereVerlDoes() throws Exception {
        String early = "#### 72" + " ".repeat(300);
        assertThat(score(new Gsm8k(Gsm8kConfig.VERL), "72", early)).containsExactly(0);
        assertThat(score(new Gsm8k(Gsm8kConfig.DEFAULTS), "72", early)).containsExactly(1);
    }

    @Test
    void gsm8kComparesValuesUnlessSpellingsAreAskedFor() throws Exception {
        assertThat(score(new Gsm8k(Gsm8kConfig.DEFAULTS), "1080", "#### 1,080", "#### 1080.0", "#### 1081"))
                .containsExactly(1, 1, 0);
        assertThat(score(new Gsm8k(Gsm8kConfig.VERL), "1080", "#### 1,080", "#### 1080.0"))
                .containsExactly(1, 0);
    }

    @Test
    void dapoMathIsReproduced() throws Exception {
        JsonNode vector = vector("dapo-math-score");
        assertThat(score(
                        new DapoMath(DapoMathConfig.DEFAULTS),
                        Map.of("answer", vector.at("/inputs/truth").asText()),
                        texts(vector.at("/inputs/responses"))))
                .containsExactly(row(vector.at("/expected/score")));
    }

    @Test
    void aStrictBoxIsComparedAsItIs() throws Exception {
        DapoMath reward = new DapoMath(new DapoMathConfig(300, true));
        assertThat(score(reward, "42", "\\boxed{42}", "\\boxed{42.}", "Answer: 42"))
                .containsExactly(1, -1, -1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x = 12 dollars | 12",
                "\\$1,234 | 1234",
                "the value is $\\frac12$ | \\frac{1}{2}",
                "\\text{blue} | blue",
                "the cost is $5$ or $6$ | 5",
                "\\text{red} and \\text{blue | redand\\text{blue",
                "\\boxed{\\boxed{7}} or 8 | \\boxed{7}or8",
                "\\boxed{7 | \\boxed{7",
                "\\sqrt3 | \\sqrt{3}",
                "90^\\circ | 90",
                "(1,2) | (1,2)",
                "\\boxed{7} | 7",
                "x = \u22125 | -5",
                "a square | ''"
            })
    void quantitiesHaveOneSpelling(String answer, String normal) {
        assertThat(MinervaNormalForm.of(answer)).isEqualTo(normal);
    }

    /** A search that begins anew at every character would take hours for these. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\\text{", "\\boxed{", "\\boxed{}\n"})
    void anAnswerOfAMillionPiecesIsReadOnce(String piece) {
        assertThat(MinervaNormalForm.of(piece.repeat(1_000_000))).hasSizeLessThanOrEqualTo(8_000_000);
    }

    @Test
    void thinkingOnceFromTheStartIsWellFormed() throws Exception {
        JsonNode vector = vector("think-format");
        assertThat(score(new FormatThink(FormatThinkConfig.DEFAULTS), Map.of(), texts(vector.at("/inputs/responses"))))
                .containsExactly(row(vector.at("/expected/reward")));
    }

    @Test
    void tagsOnTheirLinesAreReproduced() throws Exception {
        JsonNode vector = vector("think-answer-format");
        List<String> responses = texts(vector.at("/inputs/responses"));
        assertThat(score(new FormatThinkAnswer(new FormatThinkAnswerConfig(true)), Map.of(), responses))
                .containsExactly(row(vector.at("/expected/strict_format")));
        TagCountConfig lines = new TagCountConfig(List.of("<think>\n", "\n</think>\n", "\n<answer>\n", "\n</answer>"));
        assertThat(score(new TagCount(lines), Map.of(), responses))
                .containsExactly(row(vector.at("/expected/tag_count")));
    }

    @Test
    void countdownIsReproduced() throws Exception {
        JsonNode vector = vector("countdown");
        Map<String, Object> fields = Map.of(
                "numbers",
                List.of(2, 3, 5),
                "target",
                vector.at("/inputs/target").asInt());
        assertThat(score(new Countdown(CountdownConfig.DEFAULTS), fields, texts(vector.at("/inputs/responses"))))
                .containsExactly(row(vector.at("/expected/reward")), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "(1/3)*6 , 0.1",
        "6/(3-1) , 1",
        "6/(3-1-2) , 0.1",
        "-1+6-3*1 , 0.1",
        "+6-3*1 , 1",
        "6-3 , 0.1",
        "6 - 3 *1 , 1",
        "6.0-3*1 , 0.1",
        "63-1 , 0.1",
        "6-3**1 , 0.1",
        "'' , 0.1",
        "6 3 1 , 0.1",
        "((6-3)*1) , 1",
        // signs that are not ASCII, and LaTeX: still 6 - 3 * 1 = 3
        "6\u22123\u00d71 , 1",
        "6 \u2013 3\u22c51 , 1",
        "6-3\u00f71 , 1",
        "6-3\u22151 , 1",
        "6\u00a0-\u00a03*1 , 1",
        "[6-3]*1 , 1",
        "{6-(3*1)} , 1",
        "$6-3\\times 1$ , 1",
        "\\left(6-3\\right)\\cdot 1 , 1",
        "6-3\\div 1 , 1",
        // a value behind it
        "6-3*1=3 , 1",
        "6 - 3*1 = 3.0 , 1",
        "6-3*1 = 6/2 , 1",
        "6-3*1 = 4 , 0.1",
        "6-3*1 = , 0.1",
        "6-3*1 = 3 = 3 , 0.1",
        "6+3*1 = 3 , 0.1",
        "6-3 = 3 , 0.1",
        "3 = 6-3*1 , 0.1",
        "= 3 , 0.1",
        "6-3x1 , 0.1"
    })
    void countdownAcceptsExpressionsThatReachTheTarget(String expression, double reward) throws Exception {
        Map<String, Object> fields = Map.of("numbers", "[6, 3, 1]", "target", "3");
        assertThat(score(
                        new Countdown(CountdownConfig.DEFAULTS),
                        fields,
                        List.of("I think\n<answer>" + expression + "</answer>")))
                .containsExactly(reward);
    }

    @Test
    void countdownReadsTheLastLineAlone() throws Exception {
        Map<String, Object> fields = Map.of("numbers", "2 3", "target", 5);
        List<String> responses = List.of("<answer>2+3</answer>\nDone.");
        assertThat(score(new Countdown(CountdownConfig.DEFAULTS), fields, responses))
                .containsExactly(0);
        assertThat(score(new Countdown(new CountdownConfig(1, 0.1, false)), fields, responses))
                .containsExactly(1);
    }

    @Test
    void choicesAreReproduced() throws Exception {
        JsonNode vector = vector("multiple-choice");
        List<String> responses = texts(vector.at("/inputs/responses"));
        MultipleChoice reward = new MultipleChoice(MultipleChoiceConfig.DEFAULTS);
        for (int i = 0; i < responses.size(); i++) {
            JsonNode expected = vector.at("/expected/choice").get(i);
            assertThat(new Choices("ABCD").of(responses.get(i)).orElse(null))
                    .isEqualTo(expected.isNull() ? null : expected.asText());
        }
        assertThat(score(reward, "c", responses.toArray(String[]::new))).containsExactly(1, 0, 0, 0);
    }

    @Test
    void aCapitalThatBeginsAWordIsNoChoice() throws Exception {
        assertThat(score(new MultipleChoice(MultipleChoiceConfig.DEFAULTS), "C", "C, Because Delta"))
                .containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<think>",
                "</think>\n<answer>\n",
                "(",
                "<answer>",
                "1+",
                "A",
                "A ",
                "A. ",
                "B\n",
                "Answer :",
                "answer is ",
                "#### 1",
                "$",
                "frac",
                "\u00d7",
                "= "
            })
    @Timeout(5)
    void aLongDegenerateResponseIsJudgedInTime(String piece) throws Exception {
        String response = piece.repeat(100_000 / piece.length());
        Map<String, Object> fields = Map.of("answer", "42", "numbers", List.of(1, 2), "target", 3);
        List<Reward> rewards = List.of(
                new Gsm8k(Gsm8kConfig.DEFAULTS),
                new Gsm8k(new Gsm8kConfig(Method.FLEXIBLE, Compare.SPELLING, 300)),
                new DapoMath(DapoMathConfig.DEFAULTS),
                new MathEquivalence(new MathEquivalenceConfig(AnswerPlace.WHOLE, "")),
                new FormatThink(FormatThinkConfig.DEFAULTS),
                new FormatThinkAnswer(FormatThinkAnswerConfig.DEFAULTS),
                new FormatThinkAnswer(new FormatThinkAnswerConfig(true)),
                new TagCount(TagCountConfig.DEFAULTS),
                new Countdown(CountdownConfig.DEFAULTS));
        List<String> responses = List.of(response, "<answer>" + response + "</answer>", "\\boxed{" + response + "}");
        for (Reward reward : rewards) {
            assertThat(score(reward, fields, responses)).hasSize(3);
        }
        assertThat(score(new MultipleChoice(MultipleChoiceConfig.DEFAULTS), Map.of("answer", "B"), responses))
                .hasSize(3);
    }

    @Test
    void everyRewardNamesTheFieldsThatItReads() {
        assertThat(new Countdown(CountdownConfig.DEFAULTS).requirements().fields())
                .containsExactlyInAnyOrder("numbers", "target");
        assertThat(new Gsm8k(Gsm8kConfig.DEFAULTS).requirements().fields()).containsExactly("answer");
        assertThat(new FormatThink(FormatThinkConfig.DEFAULTS).requirements().fields())
                .isEmpty();
    }

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(RuleBasedPlugin.class);
    }
}
