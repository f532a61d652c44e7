package org.reason4j.reward.unsupervised.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.reason4j.testkit.MutatedInputs;

/** Any text is a program with a result or a fault, in bounded time. */
class ProgramFuzzTest {

    private static final int STEPS = 10_000;

    /** The form that Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Program program = Program.parse(new String(input, StandardCharsets.UTF_8));
            String text = program.toString();
            assertThat(Program.parse(text).toString()).isEqualTo(text);
            Value result = program.run(Value.parse("[ 5 3 9 ]"), STEPS);
            assertThat(Value.parse(result.toString())).isEqualTo(result);
        } catch (Fault e) {
            assertThat(e.reason()).isNotBlank();
        }
    }

    @Test
    void anyTextIsAProgramOrAFaultAndEnds() {
        MutatedInputs.of(ProgramFuzzTest.class).check(2000, ProgramFuzzTest::fuzzerTestOneInput);
    }
}
