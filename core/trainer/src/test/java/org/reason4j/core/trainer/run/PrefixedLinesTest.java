package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.reason4j.core.host.track.Terminal;

class PrefixedLinesTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyLineBeginsWithThePrefixAndAppearsWhenItIsComplete() {
        PrintStream lines = PrefixedLines.over(console, "judge: ", Terminal.PLAIN);
        lines.print("step 1");
        assertThat(shown()).isEmpty();
        console.print("step 1/2\n");
        lines.print(" größer\nstep 2\n");
        assertThat(shown()).isEqualTo("step 1/2\njudge: step 1 größer\njudge: step 2\n");
    }

    @Test
    void onATerminalItReplacesTheLineThatIsKeptUpToDate() {
        console.print("step 3  reward 0.5");
        PrefixedLines.over(console, "judge: ", new Terminal(true, false)).print("step 1\n");
        assertThat(shown()).isEqualTo("step 3  reward 0.5\r\u001b[2Kjudge: step 1\n");
    }
}
