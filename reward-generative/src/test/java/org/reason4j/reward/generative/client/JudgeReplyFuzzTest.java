package org.reason4j.reward.generative.client;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.reward.generative.judge.Unreadable;
import org.reason4j.reward.generative.judge.Verdict;
import org.reason4j.testkit.MutatedInputs;
import org.reason4j.testkit.NamedInput;

/** Replies of a judge's server, headers that ask for patience, and the judgments in them. */
public class JudgeReplyFuzzTest {

    private static final List<String> KINDS = List.of("reply", "checklist", "rating", "yes-or-no", "retry-after");

    /** Reads a reply or a judgment. */
    public static void fuzzerTestOneInput(byte[] input) {
        NamedInput text = NamedInput.of(input, KINDS);
        try {
            switch (text.name()) {
                case "reply" -> ChatCompletion.reply(text.text());
                case "checklist" -> Verdict.checklist(text.text(), 3);
                case "rating" -> Verdict.rating(text.text(), 1, 10);
                case "yes-or-no" -> Verdict.yesOrNo(text.text());
                default -> RetryAfter.of(text.text(), Clock.systemUTC());
            }
        } catch (IOException | Unreadable e) {
            return;
        }
    }

    @Test
    void anyReplyGivesAJudgmentOrIsUnreadable() {
        MutatedInputs.of(JudgeReplyFuzzTest.class).check(3000, JudgeReplyFuzzTest::fuzzerTestOneInput);
    }
}
