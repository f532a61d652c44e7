package org.reason4j.reward.rulebased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.reward.rulebased.Responses.score;
import static org.reason4j.testkit.Vectors.texts;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reason4j.api.plugin.ConfigException;

class AnswersTest {

    @Test
    void theLastBalancedBoxHoldsTheAnswer() throws Exception {
        JsonNode vector = vector("boxed-extraction");
        List<String> texts = texts(vector.at("/inputs/texts"));
        for (int i = 0; i < texts.size(); i++) {
            JsonNode expected = vector.at("/expected/extracted").get(i);
            assertThat(Boxed.last(texts.get(i)).orElse(null)).isEqualTo(expected.isNull() ? null : expected.asText());
        }
    }

    @Test
    void aBoxThatNeverClosesHidesAnEarlierOne() {
        assertThat(Boxed.last("\\boxed{3} no, \\boxed{4")).isEmpty();
        assertThat(Boxed.last("\\fbox{3}")).contains("3");
    }

    @Test
    void aBoxMayLackItsBraces() {
        AnswerReader reader = new AnswerReader(AnswerPlace.BOXED, "");
        assertThat(reader.read("so $\\boxed 5$ apples")).contains("5");
        assertThat(reader.read("\\boxed{4} or \\boxed 5")).contains("5");
        assertThat(reader.read("\\boxed ")).isEmpty();
    }

    @Test
    void anExactAnswerMayStandInTextMode() throws Exception {
        ExactAnswer reward = new ExactAnswer(new ExactAnswerConfig(AnswerPlace.BOXED, "", false));
        assertThat(Responses.score(reward, "Evelyn", "\\boxed{\\text{Evelyn}}", "\\boxed{\\text{Eve}lyn}"))
                .containsExactly(1, 0);
    }

    @Test
    void spellingsOfOneAnswerAreEqual() throws Exception {
        JsonNode vector = vector("math-equivalence");
        JsonNode pairs = vector.at("/inputs/pairs");
        for (int i = 0; i < pairs.size(); i++) {
            String answer = pairs.get(i).get(0).asText();
            String expected = pairs.get(i).get(1).asText();
            assertThat(score(new MathEquivalence(MathEquivalenceConfig.DEFAULTS), expected, "\\boxed{" + answer + "}"))
                    .as("%s and %s", answer, expected)
                    .containsExactly(vector.at("/expected/equal").get(i).asBoolean() ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"\\frac1{72}, \\frac{1}{72}", "\\frac{1}2, \\frac{1}{2}", "-3/4, \\frac{-3}{4}", "{.5}, {0.5}"})
    void bracesAndZerosAreFilledIn(String answer, String normal) {
        assertThat(MathNormalForm.of(answer)).isEqualTo(normal);
    }

    @Test
    void anEmptyBoxIsWrongEvenIfTheRightAnswerIsEmpty() throws Exception {
        assertThat(score(new MathEquivalence(MathEquivalenceConfig.DEFAULTS), "", "\\boxed{}"))
                .containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.5 | 1/2 | 1",
                "\\frac{2}{4} | 0.5 | 1",
                "1,234 | 1234.00 | 1",
                "$18 | 18 | 1",
                "5e-1 | 0.5 | 1",
                "-\\dfrac{1}{3} | -1/3 | 1",
                "0.333 | 1/3 | 0",
                "1,23 | 123 | 0",
                "seven | 7 | 0",
                "1/0 | 7 | 0",
                "1e999999999 | 7 | 0",
                ". | 0 | 0",
                "\u22125 | -5 | 1",
                "\u20135 | -5 | 1",
                "1\u20442 | 0.5 | 1",
                "1\u00f72 | 0.5 | 1",
                "\u00a07\u202f | 7 | 1",
                "x = 7 | 7 | 1",
                "3 + 4 = 7 | 7 | 1",
                "= 7 | y = 7 | 1",
                "7 = 8 | 7 | 0",
                "7 = | 7 | 0"
            })
    void numbersAreComparedByValue(String answer, String expected, double reward) throws Exception {
        assertThat(score(new NumericAnswer(NumericAnswerConfig.DEFAULTS), expected, "<answer>" + answer + "</answer>"))
                .containsExactly(reward);
    }

    @Test
    void theToleranceIsInclusive() throws Exception {
        NumericAnswer reward = new NumericAnswer(new NumericAnswerConfig(AnswerPlace.ANSWER_TAG, "", 0.1));
        assertThat(score(reward, "1", "<answer>1.1</answer>", "<answer>1.11</answer>"))
                .containsExactly(1, 0);
    }

    @Test
    void aRightAnswerThatIsNoNumberIsTheDatasetsFault() {
        assertThatThrownBy(() -> score(new NumericAnswer(NumericAnswerConfig.DEFAULTS), "blue", "<answer>1</answer>"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Field 'answer' of prompt 'p' is 'blue', which is not a number; use exact-answer or "
                        + "math-equivalence");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOXED | so \\boxed{41} or \\boxed{42}", "ANSWER_TAG | <answer>41</answer> <answer> 42 </answer>",
                "HASHES | #### 41, no: #### 42", "WHOLE | 42"
            })
    void theLastAnswerInItsPlaceCounts(AnswerPlace place, String response) throws Exception {
        assertThat(score(new NumericAnswer(new NumericAnswerConfig(place, "", 0)), "42", response))
                .containsExactly(1);
    }

    @Test
    void theLastAnswerLineCountsUpToItsEnd() throws Exception {
        NumericAnswer reward = new NumericAnswer(new NumericAnswerConfig(AnswerPlace.ANSWER_LINE, "", 0));
        assertThat(score(reward, "42", "answer: 41\nANSWER : 42\nDone.")).containsExactly(1);
    }

    @Test
    void aPatternOfTheUsersReadsItsFirstGroup() throws Exception {
        ExactAnswer reward = new ExactAnswer(new ExactAnswerConfig(AnswerPlace.PATTERN, "is (\\w+)", true));
        assertThat(score(reward, "Blue", "it is red, it is blue", "nothing")).containsExactly(1, 0);
    }

    @Test
    void anExactAnswerForgivesBlanksAndTheFullStop() throws Exception {
        ExactAnswer reward = new ExactAnswer(ExactAnswerConfig.DEFAULTS);
        assertThat(score(reward, "two  words", "<answer>\n two words.</answer>", "<answer>Two words</answer>"))
                .containsExactly(1, 0);
    }

    @Test
    void aPatternThatDoesNotCompileIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new ExactAnswerConfig(AnswerPlace.PATTERN, "(", false))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("exact-answer.pattern is not a regular expression");
        assertThatThrownBy(() -> new ExactAnswerConfig(AnswerPlace.BOXED, "x", false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("go together");
    }

    @ParameterizedTest
    @EnumSource(value = AnswerPlace.class, names = "PATTERN", mode = EnumSource.Mode.EXCLUDE)
    @Timeout(5)
    void aLongDegenerateResponseIsReadInTime(AnswerPlace place) throws Exception {
        NumericAnswer reward = new NumericAnswer(new NumericAnswerConfig(place, "", 0));
        for (String piece : List.of("\\boxed{", "<answer>", "####", "Answer: ", "Answer", "1", " ", "\\frac{", "((")) {
            String response = piece.repeat(100_000 / piece.length());
            assertThat(score(reward, "42", response)).as(piece).containsExactly(0);
        }
    }

    @Test
    @Timeout(20)
    void interruptingTheThreadEndsASlowPattern() throws Exception {
        ExactAnswer reward = new ExactAnswer(new ExactAnswerConfig(AnswerPlace.PATTERN, "(a|aa)+\\1b", false));
        FutureTask<double[]> scoring = new FutureTask<>(() -> score(reward, "x", "a".repeat(60)));
        Thread thread = new Thread(scoring);
        thread.start();
        thread.join(Duration.ofMillis(200).toMillis());
        assertThat(scoring.isDone()).isFalse();
        thread.interrupt();
        assertThatThrownBy(() -> scoring.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void aPatternThatRecursesTooDeeplySaysSo() {
        ExactAnswer reward = new ExactAnswer(new ExactAnswerConfig(AnswerPlace.PATTERN, "(?:a|b)*c", false));
        assertThatThrownBy(() -> score(reward, "x", "a".repeat(1_000_000)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("possessive");
    }

    @Test
    void differencesAreExactFractions() {
        Rational third = Rational.parse("1/3").orElseThrow();
        Rational sum = third.plus(third).plus(third);
        assertThat(sum.isWithin(BigDecimal.ZERO, Rational.parse("1").orElseThrow()))
                .isTrue();
    }
}
