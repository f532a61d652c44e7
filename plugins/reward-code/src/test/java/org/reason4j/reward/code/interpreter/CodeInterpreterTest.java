package org.reason4j.reward.code.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.environment.TurnResult.Observation;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.code.run.Workshops;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.testkit.RecordedMetrics;

/** Programs within responses, which print, fail, and attack. */
class CodeInterpreterTest {

    private static final Prompt PROMPT = Prompt.of("p1", List.of(Message.user("?")), new int[] {1});
    private static final RecordedMetrics METRICS = new RecordedMetrics();
    private static CodeInterpreter interpreter;

    private static CodeInterpreterConfig config(List<Language> languages, double seconds, int outputCharacters) {
        return new CodeInterpreterConfig(
                languages,
                "<code>",
                "</code>",
                "[{output}]",
                outputCharacters,
                0.25,
                -0.5,
                seconds,
                120,
                128,
                32,
                8,
                64,
                2,
                Mechanisms.Choice.AUTO,
                "python3",
                "node");
    }

    @BeforeAll
    static void open() throws Exception {
        Workshops.open(Mechanisms.Choice.AUTO, Language.PYTHON, Duration.ofSeconds(20))
                .close();
        interpreter = new CodeInterpreter(config(List.of(Language.PYTHON, Language.SHELL), 20, 400), METRICS);
    }

    @AfterAll
    static void close() {
        if (interpreter != null) {
            interpreter.close();
        }
    }

    private static TurnResult answer(CodeInterpreter to, String turn) throws Exception {
        try (Episode episode = to.begin(PROMPT, 0)) {
            return episode.answer(turn);
        }
    }

    private static String printed(String program) throws Exception {
        return ((Observation) answer(interpreter, "So: <code>" + program + "</code>")).text();
    }

    @Test
    void aProgramIsAnsweredByWhatItPrints() throws Exception {
        assertThat(answer(interpreter, "So: <code>print(6 * 7)\nprint('π')</code>"))
                .isEqualTo(new Observation("[42\nπ]", 0.25));
        assertThat(printed("```python\nprint(1)\n```")).isEqualTo("[1]");
        assertThat(printed("\n```sh\necho $((6 * 7)); echo late >&2\n```\n")).isEqualTo("[42\nlate]");
        assertThat(printed("```java\nprint(1)\n```")).contains("SyntaxError");
        assertThat(printed("")).isEqualTo("[]");
    }

    @Test
    void aTurnWithoutAProgramEndsTheResponseAndOneWithoutABeginningIsToldSo() throws Exception {
        assertThat(answer(interpreter, "It is 42.")).isEqualTo(new TurnResult.Done(0));
        assertThat(answer(interpreter, "print(1)</code>"))
                .isEqualTo(new Observation("[a program begins with <code>]", -0.5));
    }

    @Test
    void aFailureNamesTheProgramsOwnLinesAlone() throws Exception {
        assertThat(answer(interpreter, "<code>def f():\n    return 1 / 0\nprint('so far')\nf()</code>"))
                .isEqualTo(new Observation(
                        "[so far\nTraceback (most recent call last):\n  File \"program.py\", line 4, in <module>\n    f()\n"
                                + "  File \"program.py\", line 2, in f\n    return 1 / 0\n           ~~^~~\n"
                                + "ZeroDivisionError: division by zero\nexit status 1]",
                        -0.5));
        assertThat(printed("if x\n"))
                .startsWith("[File \"program.py\", line 1\n    if x\n")
                .contains("SyntaxError")
                .endsWith("exit status 1]");
        assertThat(printed("import sys\nsys.exit(3)")).isEqualTo("[exit status 3]");
    }

    @Test
    void aLongOutputKeepsItsBeginningAndItsEnd() throws Exception {
        String all = printed("print('a' * 300 + 'b' * 300)");
        assertThat(all).isEqualTo("[" + "a".repeat(200) + "..." + "b".repeat(200) + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "'x = bytearray(10**9)', MemoryError",
        "'print(\"y\" * 10**6)', more than 64 kilobytes of output",
        "'import os; print(sorted(k for k in os.environ if k.startswith(\"OMP\")))', []",
        "'import os; print(os.path.exists(\"/root/.ssh\"), os.path.exists(\"/work\"))', False False",
        "'import socket; socket.create_connection((\"127.0.0.1\", 22), 2)', Error",
        "'open(\"/usr/x\", \"w\")', Error",
    })
    void aHostileProgramGetsNothingAndIsTold(String program, String told) throws Exception {
        assertThat(printed(program)).contains(told);
    }

    @Test
    void aProgramLeavesNothingToTheNext() throws Exception {
        assertThat(printed("open('/tmp/left', 'w').write('x'); print('written')"))
                .isEqualTo("[written]");
        assertThat(printed("import os; print(os.path.exists('/tmp/left'))")).isEqualTo("[False]");
    }

    @Test
    void aProgramThatHangsIsTheOnlyOneThatIsEnded() throws Exception {
        try (CodeInterpreter hasty = new CodeInterpreter(config(List.of(Language.PYTHON), 1.5, 400), METRICS)) {
            assertThat(answer(hasty, "<code>while True: pass</code>"))
                    .isEqualTo(new Observation("[no end within 1.5 seconds]", -0.5));
            assertThat(answer(hasty, "<code>import os\nwhile True: os.fork()</code>"))
                    .isInstanceOf(Observation.class);
        }
        assertThat(printed("print(1)")).isEqualTo("[1]");
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> config(List.of(Language.JAVA), 1, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("code-interpreter.languages has JAVA");
        assertThatThrownBy(() -> config(List.of(Language.PYTHON), 0, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("code-interpreter.seconds must be above 0, got 0.0");
    }

    @Test
    void thePolicyIsToldHowToHaveAProgramExecuted() {
        assertThat(interpreter.instructions())
                .startsWith("To execute a program, write <code>PROGRAM</code> in python or shell.")
                .endsWith("[the output]");
    }
}
