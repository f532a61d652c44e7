package org.reason4j.reward.rulebased.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.reward.rulebased.AnswerPlace;

class MathRewardTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        1/2 ~ 0.5
        \\frac{2}{4} ~ 5e-1
        9007199254740993 ~ 9007199254740993.0
        \\sqrt{50} ~ 5\\sqrt2
        \\frac{1}{\\sqrt{3}} ~ \\frac{\\sqrt3}{3}
        2^{10} ~ 1,024
        e^{i\\pi} ~ -1
        \\ln(e^2) ~ 2
        \\log 100 ~ 2
        \\log_3 81 ~ 4
        5! ~ 120
        \\lfloor 3.7 \\rfloor ~ 3
        \\sum_{k=1}^{10} k ~ 55
        90^\\circ ~ \\frac{\\pi}{2}
        100\\text{ cm} ~ 1\\text{ m}
        36\\text{ km/h} ~ 10\\text{ m/s}
        2 \\text{ million} ~ 2,000,000
        \\$5.00 ~ 5
        (x-1)(x+1) ~ x^2-1
        \\sin^2 x + \\cos^2 x ~ 1
        \\frac{x^2-1}{x-1} ~ x+1
        x = 3 \\text{ or } x = -3 ~ \\pm 3
        x \\ge 2 ~ [2, \\infty)
        2x + 1 > 5 ~ x > 2
        |x| < 3 ~ (-3, 3)
        x \\ne 0 ~ (-\\infty,0) \\cup (0,\\infty)
        y = 2x + 3 ~ 2x - y + 3 = 0
        (1, 2, 3) ~ \\left(1, \\frac42, 3.0\\right)
        \\{1, 2\\} ~ \\{2, 1, 1\\}
        \\begin{pmatrix}1&2\\\\3&4\\end{pmatrix} ~ \\begin{bmatrix}1&2\\\\3&\\frac82\\end{bmatrix}
        3:4 ~ 6:8
        x^2 ~ x²
        √2/2 ~ \\frac{1}{\\sqrt2}
        \\text{Yes} ~ yes
        (-∞, 3] ~ x ≤ 3
        """)
    void equalValuesGetOne(String gold, String answer) {
        assertThat(Pairs.score(Pairs.whole(), gold, answer)).isEqualTo(Score.of(1));
        assertThat(Pairs.score(Pairs.whole(), answer, gold)).isEqualTo(Score.of(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        9007199254740992 ~ 9007199254740993
        \\sqrt{10^{20}+1} ~ 10^{10}
        \\frac13 ~ 0.33
        0.75 ~ 75
        x ~ |x|
        x ~ \\sqrt{x^2}
        x+1 ~ x+y
        (1,2) ~ (2,1)
        [1,2] ~ (1,2)
        [0,1) ~ [0,1]
        \\{1,2\\} ~ \\{1,3\\}
        1,2 ~ 12
        32349 ~ 32, 349
        5\\text{ cm} ~ 5\\text{ m}
        5\\text{ cm}^2 ~ 5\\text{ m}^2
        \\pm 3 ~ 3
        x > 3 ~ x \\ge 3
        x > 3 ~ x < 3
        x = 5 ~ y = 5
        a + b = 5 ~ 5
        5 ~ 4, 5
        2 ~ 1 \\text{ or } 2
        2 ~ \\text{not } 2
        2 ~ AZYUK2A
        \\sin x ~ \\cos x
        \\ln x ~ \\ln y
        f(x) ~ f(y)
        12:00 ~ 1:00
        3:4 ~ 4:3
        204_5 ~ 204
        \\text{odd} ~ \\text{even}
        \\infty ~ -\\infty
        5 ~ 5 = 6
        10^{-50}\\pi ~ 0
        """)
    void differentValuesGetZero(String gold, String answer) {
        assertThat(Pairs.score(Pairs.whole(), gold, answer)).isEqualTo(Score.of(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9^{9^{9^{9}}}", "10^{10^{10^{10}}}", "100000!", "\\int_0^1 x^2 dx", "1e999999999"})
    void whatIsNotDecidedIsUnscorable(String answer) {
        assertThat(Pairs.score(Pairs.whole(), "\\sqrt{2}", answer)).isInstanceOf(Score.Unscorable.class);
        assertThat(Pairs.score(Pairs.whole(), answer, answer + " ")).isEqualTo(Score.of(1));
    }

    @Test
    void aPairBeyondTheSizeLimitIsUnscorableAndSaysSo() {
        MathReward reward = new MathReward(new MathConfig(AnswerPlace.WHOLE, "", 4, 10, 500));
        assertThat(Pairs.score(reward, "5", "12345678901"))
                .isEqualTo(Score.unscorable("an answer has 11 characters, more than math.longest 10"));
    }

    @Test
    void aPairThatHasNoTimeLeftIsUnscorableWhileOthersKeepTheirScores() {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1}).withFields(Map.of("answer", "\\sqrt{2}"));
        Group group = Group.of(prompt, List.of(Pairs.response("\\boxed{\\sqrt2}"), Pairs.response("none")));
        List<Score> scores = new MathReward(MathConfig.DEFAULTS).score(group, Deadline.in(Duration.ZERO));
        assertThat(scores.get(0)).isInstanceOf(Score.Unscorable.class);
        assertThat(scores.get(1)).isEqualTo(Score.of(0));
    }

    @Test
    void decimalsAreRoundingsFromTheConfiguredDigitsOn() {
        assertThat(Pairs.score(Pairs.anywhere(4), "\\sqrt2", "1.414")).isEqualTo(Score.of(1));
        assertThat(Pairs.score(Pairs.anywhere(4), "\\sqrt2", "1.415")).isEqualTo(Score.of(0));
        assertThat(Pairs.score(Pairs.anywhere(4), "\\sqrt2", "1.41")).isEqualTo(Score.of(0));
        assertThat(Pairs.score(Pairs.anywhere(3), "\\sqrt2", "1.41")).isEqualTo(Score.of(1));
        assertThat(Pairs.score(Pairs.anywhere(0), "\\sqrt2", "1.41421356237309504880168872420969807856967"))
                .isEqualTo(Score.of(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        \\boxed{1} and \\boxed{2} ~ 1, 2 ~ 1
        First \\boxed{1} then \\boxed{2} ~ 2 ~ 1
        so \\boxed{3}. Checked: \\boxed{3} ~ 3 ~ 1
        \\boxed{1} or \\boxed{2} ~ 2 ~ 0
        \\boxed{unclosed ~ unclosed ~ 0
        """)
    void boxesThatAreListedCountTogether(String response, String gold, double value) {
        assertThat(Pairs.score(new MathReward(MathConfig.DEFAULTS), gold, response))
                .isEqualTo(Score.of(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        We get $x = 4$, so the answer is 7. I hope it is correct. ~ 7
        Therefore $x \\geq 5$ is the solution. ~ x >= 5
        In total there are 12 apples ~ 12
        **Final answer:** $\\frac{1}{2}$ ~ 0.5
        \\boxed{3} is the answer: 4 ~ 3
        """)
    void anAnswerIsFoundAnywhere(String response, String gold) {
        assertThat(Pairs.score(Pairs.anywhere(4), gold, response)).isEqualTo(Score.of(1));
    }

    @Test
    void aBlankRightAnswerIsTheDatasetsFault() {
        assertThatThrownBy(() -> Pairs.score(Pairs.whole(), " ", "5"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is blank");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new MathConfig(AnswerPlace.BOXED, "", 31, 2_000, 500))
                .isInstanceOf(ConfigException.class)
                .hasMessage("math.digits must be in [0, 30], got 31");
        assertThatThrownBy(() -> new MathConfig(AnswerPlace.BOXED, "", 4, 0, 500))
                .isInstanceOf(ConfigException.class)
                .hasMessage("math.longest must be in [1, 100000], got 0");
        assertThatThrownBy(() -> new MathConfig(AnswerPlace.BOXED, "", 4, 2_000, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("math.deadlineMillis must be in [1, 60000], got 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        1/2 ~ 0.5 ~ 1/2
        \\frac{4}{2} ~ x = 2 ~ 2
        \\sqrt8 ~ 2\\sqrt2 ~ 2.8284271247461900976
        2, 1 ~ \\{1, 2\\} ~ {1, 2}
        5\\text{ cm} ~ 5 ~ 5
        [0, \\frac12) ~ [0, 0.5) ~ [0, 1/2)
        \\text{Yes} ~ yes ~ yes
        50\\% ~ 50 ~ 50
        """)
    void equalAnswersVoteTogether(String one, String other, String canonical) {
        assertThat(Pairs.whole().answer(Pairs.response(one))).contains(canonical);
        assertThat(Pairs.whole().answer(Pairs.response(other))).contains(canonical);
    }

    @Test
    void formulasWithVariablesVoteByTheirValues() {
        MathReward reward = Pairs.whole();
        assertThat(reward.answer(Pairs.response("(x+1)^2"))).isEqualTo(reward.answer(Pairs.response("x^2+2x+1")));
        assertThat(reward.answer(Pairs.response("(x+1)^2"))).isNotEqualTo(reward.answer(Pairs.response("x^2+2x+2")));
        assertThat(reward.answer(Pairs.response(" "))).isEmpty();
    }
}
