package org.reason4j.environment.tools;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.testkit.MutatedInputs;
import org.reason4j.testkit.NamedInput;
import org.reason4j.testkit.RecordedMetrics;

/** What a policy writes, to a calculator, and what a program replies. */
public class ToolTextFuzzTest {

    private static final Tools TOOLS = new Tools(ToolsConfig.DEFAULTS, new RecordedMetrics());

    /** Answers a turn, or reads a reply. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        NamedInput text = NamedInput.of(input, List.of("turn", "reply"));
        if (text.name().equals("turn")) {
            TOOLS.begin(Episodes.PROMPT, 0).answer(text.text());
            TOOLS.begin(Episodes.PROMPT, 0).answer("<tool>calc: " + text.text() + "</tool>");
        } else {
            try {
                JsonLines.answer(text.text());
            } catch (IOException e) { // told to the policy or the user
                return;
            }
        }
    }

    @Test
    void anyTextGivesAnAnswerOrARefusal() {
        MutatedInputs.of(ToolTextFuzzTest.class).check(2000, ToolTextFuzzTest::fuzzerTestOneInput);
    }
}
