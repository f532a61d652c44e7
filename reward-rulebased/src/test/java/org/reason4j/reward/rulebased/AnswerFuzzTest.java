package org.reason4j.reward.rulebased;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Reward;
import org.reason4j.reward.rulebased.format.FormatThink;
import org.reason4j.reward.rulebased.format.FormatThinkAnswer;
import org.reason4j.reward.rulebased.format.FormatThinkAnswerConfig;
import org.reason4j.reward.rulebased.format.FormatThinkConfig;
import org.reason4j.reward.rulebased.format.TagCount;
import org.reason4j.reward.rulebased.format.TagCountConfig;
import org.reason4j.testkit.MutatedInputs;

/** Responses, and right answers of a dataset, which are the first line. */
public class AnswerFuzzTest {

    private static final List<Reward> RULES = List.of(
            new ExactAnswer(ExactAnswerConfig.DEFAULTS),
            new NumericAnswer(NumericAnswerConfig.DEFAULTS),
            new MathEquivalence(MathEquivalenceConfig.DEFAULTS),
            new Gsm8k(Gsm8kConfig.DEFAULTS),
            new DapoMath(DapoMathConfig.DEFAULTS),
            new MultipleChoice(MultipleChoiceConfig.DEFAULTS),
            new Countdown(CountdownConfig.DEFAULTS),
            new FormatThink(FormatThinkConfig.DEFAULTS),
            new FormatThinkAnswer(FormatThinkAnswerConfig.DEFAULTS),
            new TagCount(TagCountConfig.DEFAULTS));

    /** Scores a response by every rule. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1})
                .withFields(Map.of(
                        "answer", end < 0 ? "42" : text.substring(0, end), "numbers", List.of(3, 4, 6), "target", 42));
        Trajectory response = Trajectory.sampled(
                prompt, 0, new int[] {2}, text.substring(end + 1), Finish.STOP, 0, SamplingParams.of(64));
        for (Reward rule : RULES) {
            rule.answer(response);
            try {
                rule.score(Group.of(prompt, List.of(response)));
            } catch (ConfigException e) { // the right answer is none
                continue;
            }
        }
    }

    @Test
    void anyResponseGetsAScoreOrTheDatasetIsToBlame() {
        MutatedInputs.of(AnswerFuzzTest.class).check(2000, AnswerFuzzTest::fuzzerTestOneInput);
    }
}
