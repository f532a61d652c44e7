package org.reason4j.reward.rulebased.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.data.Score;
import org.reason4j.reward.rulebased.AnswerPlace;
import org.reason4j.reward.rulebased.math.parse.Budget;
import org.reason4j.testkit.MutatedInputs;

/** Answers that are made to take long, to go deep or to be misread: a right answer, a line break and a response. */
public class HostileAnswersTest {

    private static final MathReward REWARD = new MathReward(new MathConfig(AnswerPlace.WHOLE, "", 4, 100_000, 500));

    private static Map<String, String> answers() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("10 kB of braces", "{".repeat(5_000) + "}".repeat(5_000));
        all.put("braces that stay open", "{".repeat(10_000));
        all.put("parentheses", "(".repeat(5_000) + "1" + ")".repeat(5_000));
        all.put("a tower of powers", "9^9^9^9");
        all.put("a tower in braces", "10^{10^{10}}");
        all.put("a tower of e", "e^{e^{e^{e^e}}}");
        all.put("100 kB of digits", "7".repeat(99_000));
        all.put("100 kB of decimals", "0." + "7".repeat(99_000));
        all.put("factorials of factorials", "9!!!!!!");
        all.put("a huge factorial", "9999999999999999!");
        all.put("nested fractions", "\\frac{1}{".repeat(1_000) + "2" + "}".repeat(1_000));
        all.put("unicode garbage", "\u0000\ud800\ud83d\uffff\u00b2\u00bd\u0663".repeat(500));
        all.put("null bytes", "\u0000".repeat(5_000));
        all.put("signs", "-+".repeat(5_000));
        all.put("percent signs", "5" + "%".repeat(2_000));
        all.put("a long list", "1,".repeat(5_000));
        all.put("plus and minus", "1\\pm".repeat(500) + "1");
        all.put("a double sum", "\\sum_{k=1}^{400}\\sum_{j=1}^{400}\\sqrt{k+j}");
        all.put("environments", "\\begin{matrix}".repeat(500));
        all.put("a huge exponent", "1e999999999");
        all.put("a power of a power", "(1e9999)^{9999}");
        all.put("a root of a huge degree", "\\sqrt[1000000]{2}");
        all.put("blanks", " ".repeat(50_000) + "1");
        all.put("a text that never ends", "\\text{".repeat(1_500));
        all.put("backslashes", "\\".repeat(20_000));
        return all;
    }

    @Test
    @Timeout(120)
    void noneIsEqualToARightAnswerAndEachEndsWithinItsBudget() {
        answers().forEach((what, answer) -> {
            for (String gold : new String[] {"5", "\\sqrt{2}x", "(1,2)"}) {
                assertThat(Pairs.score(REWARD, gold, answer)).as(what).isNotEqualTo(Score.of(1));
            }
            assertThat(REWARD.answer(Pairs.response(answer)))
                    .as(what)
                    .satisfiesAnyOf(
                            form -> assertThat(form).isEmpty(),
                            form -> assertThat(form).isPresent());
        });
    }

    @Test
    void anInterruptedComparisonEnds() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Equivalence(4, new Budget(Duration.ofMinutes(1))).compare("x+1", "1+x"))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Compares a pair in both directions and makes the form for votes. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String gold = end < 0 ? "x" : text.substring(0, end);
        String response = text.substring(end + 1);
        if (!gold.isBlank() && !response.isBlank()) {
            Pairs.score(REWARD, gold, response);
            Pairs.score(REWARD, response, gold);
        }
        REWARD.answer(Pairs.response(response));
    }

    @Test
    void anyPairGetsAScoreOrIsUnscorable() {
        MutatedInputs.of(HostileAnswersTest.class).check(500, HostileAnswersTest::fuzzerTestOneInput);
    }
}
