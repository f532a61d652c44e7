package org.reason4j.reward.rulebased.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.texts;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.AnswerPlace;
import org.reason4j.reward.rulebased.text.LengthRangeConfig.Unit;
import org.reason4j.reward.rulebased.text.QaConfig.Measure;

class TextRulesTest {

    private static Score score(Reward reward, Object gold, String response, int... tokens) throws Exception {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1}).withFields(Map.of("answer", gold));
        Trajectory one = Trajectory.sampled(prompt, 0, tokens, response, Finish.STOP, 0, SamplingParams.of(64));
        return reward.score(Group.of(prompt, List.of(one))).get(0);
    }

    private static QaAnswer whole(Measure measure) {
        return new QaAnswer(new QaConfig(AnswerPlace.WHOLE, "", measure));
    }

    @Test
    void exactMatchAndF1AreReproduced() throws Exception {
        JsonNode vector = vector("qa-em-f1");
        for (int i = 0; i < 3; i++) {
            List<String> pair = texts(vector.at("/inputs/pairs").get(i));
            Score.Value em = (Score.Value) score(whole(Measure.EXACT_MATCH), pair.get(1), pair.get(0));
            Score.Value f1 = (Score.Value) score(whole(Measure.F1), pair.get(1), pair.get(0));
            assertThat(em.value()).isEqualTo(vector.at("/expected/em").get(i).asDouble());
            assertThat(f1.value()).isCloseTo(vector.at("/expected/f1").get(i).asDouble(), within(1e-5));
        }
    }

    @Test
    void ofSeveralRightAnswersTheBestCounts() throws Exception {
        assertThat(score(whole(Measure.EXACT_MATCH), List.of("NYC", "New York"), "the new york."))
                .isEqualTo(Score.of(1));
        assertThat(score(whole(Measure.F1), List.of("x", "new york city"), "New York"))
                .isEqualTo(Score.of(0.8));
    }

    @Test
    void repetitionIsReproduced() throws Exception {
        JsonNode vector = vector("repetition-penalty");
        for (int i = 0; i < 3; i++) {
            String response = String.join(" ", texts(vector.at("/inputs/tokens").get(i)));
            Score.Value value = (Score.Value) score(new RepetitionPenalty(RepetitionConfig.DEFAULTS), "x", response);
            assertThat(value.value())
                    .isCloseTo(vector.at("/expected/penalty").get(i).asDouble(), within(1e-5));
        }
    }

    @Test
    void theDenseFormChargesTheTokensOfWhatOccursAgain() throws Exception {
        RepetitionPenalty reward =
                new RepetitionPenalty(new RepetitionConfig(2, -0.5, RepetitionConfig.Unit.TOKENS, true));
        Score.Value value = (Score.Value) score(reward, "x", "", 1, 2, 3, 1, 2, 4);
        assertThat(value.value()).isZero();
        assertThat(value.tokenRewards().orElseThrow()).containsExactly(0f, 0f, 0f, -0.5f, -0.5f, 0f);
    }

    @Test
    void denseRepetitionNeedsTokens() {
        assertThatThrownBy(() -> new RepetitionConfig(2, -1, RepetitionConfig.Unit.WORDS, true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set unit: TOKENS or dense: false");
    }

    @Test
    void reasoningStepsAreReproduced() throws Exception {
        JsonNode vector = vector("reasoning-steps");
        for (int i = 0; i < vector.at("/expected/reward").size(); i++) {
            int markers = vector.at("/inputs/step_markers").get(i).asInt();
            double value = new ReasoningSteps(ReasoningStepsConfig.DEFAULTS).value("Step 1: x ".repeat(markers));
            assertThat(value).isCloseTo(vector.at("/expected/reward").get(i).asDouble(), within(1e-5));
        }
    }

    @Test
    void numbersBulletsAndWordsMarkSteps() {
        ReasoningSteps reward = new ReasoningSteps(new ReasoningStepsConfig(5));
        assertThat(reward.value("First, a\n1. b\n- c\n* d\nFinally, e")).isEqualTo(1);
        assertThat(reward.value("at first we take 2.5 - 1")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "20, 1", "9, 0.75", "22, 0.5", "24, 0", "100, 0"})
    void aLengthOutsideOfTheRangeFallsToZero(int length, double value) {
        assertThat(new LengthRange(new LengthRangeConfig(Unit.TOKENS, 10, 20, 4)).value(length))
                .isEqualTo(value);
    }

    @Test
    void lengthsAreCountedInTheirUnit() throws Exception {
        Reward words = new LengthRange(new LengthRangeConfig(Unit.WORDS, 2, 2, 0));
        Reward tokens = new LengthRange(new LengthRangeConfig(Unit.TOKENS, 3, 3, 0));
        Reward characters = new LengthRange(new LengthRangeConfig(Unit.CHARACTERS, 7, 7, 0));
        for (Reward reward : List.of(words, tokens, characters)) {
            assertThat(score(reward, "x", "two 2wo", 1, 2, 3)).isEqualTo(Score.of(1));
            assertThat(score(reward, "x", "one", 1, 2)).isEqualTo(Score.of(0));
        }
    }

    @Test
    void theShareOfLettersInTheWantedScriptsCounts() {
        LanguageMix latin = new LanguageMix(LanguageMixConfig.DEFAULTS);
        LanguageMix chinese = new LanguageMix(new LanguageMixConfig(List.of("han"), true));
        assertThat(latin.value("ab \u4e2d\u6587")).isEqualTo(0.5);
        assertThat(chinese.value("\u4e2d\u6587 $x+y$ \\frac \\(z\\)")).isEqualTo(1);
        assertThat(chinese.value("\u4e2d\u6587 xy")).isEqualTo(0.5);
        assertThat(latin.value("1 + 2 = 3")).isEqualTo(1);
        assertThatThrownBy(() -> new LanguageMixConfig(List.of("english"), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'english', which is no script");
    }

    @Test
    void aPatternIsFoundOrMatchesTheWhole() throws Exception {
        RegexMatch find = new RegexMatch(new RegexConfig("\\d{3}", false, 1000, 500));
        RegexMatch whole = new RegexMatch(new RegexConfig("\\d{3}", true, 1000, 500));
        assertThat(score(find, "x", "no 123")).isEqualTo(Score.of(1));
        assertThat(score(whole, "x", "no 123")).isEqualTo(Score.of(0));
        assertThat(score(whole, "x", "123")).isEqualTo(Score.of(1));
    }

    @Test
    @Timeout(30)
    void aPatternThatBacktracksWithoutEndIsUnscorable() throws Exception {
        RegexMatch bomb = new RegexMatch(new RegexConfig("(a|aa)+\\1b", false, 1000, 50));
        assertThat(score(bomb, "x", "a".repeat(60))).isEqualTo(Score.unscorable("regex.pattern took more than 50 ms"));
        RegexMatch deep = new RegexMatch(new RegexConfig("(?:a|b)*c", false, 1_000_000, 60_000));
        assertThat(score(deep, "x", "a".repeat(1_000_000)).toString()).contains("possessive");
        assertThat(score(bomb, "x", "a".repeat(1001)).toString()).contains("more than regex.longest 1000");
    }

    @Test
    void aPatternThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new RegexConfig("(", false, 1, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("regex.pattern is not a regular expression");
        assertThatThrownBy(() -> new RegexConfig("", false, 1, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("regex.pattern is empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        The answer is 4 4/9. ~ 4 4/9
        so $x=3$ and $y = 4$. ~ y = 4
        I count 12 apples and 13 pears ~ 13
        no sign of it ~ no sign of it
        Answer: \\(2\\). Thanks ~ 2
        Final Answer: The final answer is $7$. I hope it is correct. ~ 7
        """)
    void theFinalAnswerIsTheLastOfWhatIsThere(String response, String answer) {
        assertThat(FinalAnswer.of(response)).contains(answer);
    }

    @Test
    void aBlankTextHasNoFinalAnswer() {
        assertThat(FinalAnswer.of(" \n")).isEmpty();
    }
}
