package org.reason4j.reward.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.reward.code.CodeTestsConfig.Credit;
import org.reason4j.reward.code.run.Workshops;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.testkit.RecordedMetrics;

class CodeTestsTest {

    private static final RecordedMetrics METRICS = new RecordedMetrics();
    private static final Map<String, Object> SUM = Map.of(
            "tests",
            Map.of(
                    "inputs",
                    List.of("1 2", "3 4", "5 6", "7 8"),
                    "outputs",
                    List.of("3", "7", "11", "15"),
                    "weights",
                    List.of(1, 1, 2, 4)));
    private static final String ADDS = "```python\na, b = map(int, input().split())\nprint(a + b)\n```";
    private static final String ADDS_BUT_ONCE = ADDS.replace("a + b", "a + b if a != 3 else 0");

    private static CodeTests all;
    private static CodeTests share;

    private static CodeTestsConfig config(Credit credit, int firstTests, double seconds) {
        CodeTestsConfig d = CodeTestsConfig.DEFAULTS;
        return new CodeTestsConfig(
                List.of(Language.PYTHON, Language.SHELL),
                d.tests(),
                d.place(),
                credit,
                firstTests,
                d.comparison(),
                d.tolerance(),
                seconds,
                d.totalSeconds(),
                d.memoryMegabytes(),
                d.processes(),
                d.fileMegabytes(),
                d.outputKilobytes(),
                2,
                d.sandbox(),
                d.python(),
                d.node(),
                d.javaHome());
    }

    @BeforeAll
    static void open() throws Exception {
        Workshops.open(Mechanisms.Choice.AUTO, Language.PYTHON, Duration.ofSeconds(20))
                .close();
        all = new CodeTests(config(Credit.ALL, 0, 20), METRICS);
        share = new CodeTests(config(Credit.SHARE, 0, 20), METRICS);
    }

    @AfterAll
    static void close() {
        if (share != null) {
            all.close();
            share.close();
        }
    }

    @BeforeEach
    void clear() {
        METRICS.clear();
    }

    private static Group group(Map<String, ?> fields, String... responses) {
        Prompt prompt = Prompt.of("p", List.of(), new int[] {1}).withFields(fields);
        List<Trajectory> trajectories = new ArrayList<>();
        for (String text : responses) {
            trajectories.add(Trajectory.sampled(
                    prompt, trajectories.size(), new int[] {2}, text, Finish.STOP, 0, SamplingParams.of(64)));
        }
        return Group.of(prompt, trajectories);
    }

    private static List<Score> score(CodeTests reward, Map<String, ?> fields, String... responses) throws Exception {
        return reward.score(group(fields, responses), Deadline.in(Duration.ofMinutes(2)));
    }

    @Test
    void allTestsHaveToPass() throws Exception {
        assertThat(score(all, SUM, ADDS, ADDS_BUT_ONCE)).containsExactly(Score.of(1), Score.of(0));
    }

    @Test
    void aShareOfTestsIsPaidByTheirWeights() throws Exception {
        Score.Value value = (Score.Value) score(share, SUM, ADDS_BUT_ONCE).get(0);
        assertThat(value.value()).isCloseTo(7.0 / 8, within(1e-9)); // weights 1, 1, 2 and 4 without the second
        assertThat(METRICS.of("code_tests/passed")).isEqualTo(0.75);
    }

    @Test
    void whatIsWrongWithAProgramIsAValue() throws Exception {
        assertThat(score(
                        all,
                        SUM,
                        "no program",
                        "```python\nprint(\n```",
                        "```python\n1 / 0\n```",
                        "```python\nprint('x' * 2_000_000)\n```"))
                .containsOnly(Score.of(0));
        assertThat(METRICS.of("code_tests/no_program")).isEqualTo(0.25);
        assertThat(METRICS.of("code_tests/compile_errors")).isCloseTo(1.0 / 3, within(1e-9)); // of the three programs
        assertThat(METRICS.of("code_tests/crashed")).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(METRICS.of("code_tests/limits")).isCloseTo(1.0 / 3, within(1e-9));
    }

    @Test
    void anExampleWithoutTestsIsUnscorable() throws Exception {
        assertThat(score(all, Map.of("tests", List.of()), ADDS, "no program"))
                .containsOnly(Score.unscorable("Example 'p': its field 'tests' has no tests"));
        assertThat(METRICS.of("code_tests/unusable_tests")).isEqualTo(2);
    }

    @Test
    void testsThatTheMachineCantRunAreUnscorable() throws Exception {
        List<Score> scores = score(
                all,
                Map.of("tests", List.of("import no_such_library\nassert f(1) == 1")),
                "```\ndef f(x): return x\n```");
        assertThat(scores).singleElement().isInstanceOf(Score.Unscorable.class);
        assertThat(scores.get(0).toString()).contains("no_such_library");
    }

    @Test
    void aProgramThatTakesTooLongIsAValue() throws Exception {
        try (CodeTests impatient = new CodeTests(config(Credit.ALL, 0, 1), METRICS)) {
            assertThat(score(impatient, SUM, "```python\nwhile True: pass\n```"))
                    .containsExactly(Score.of(0));
        }
        assertThat(METRICS.of("code_tests/time_limit")).isEqualTo(1);
    }

    @Test
    void whatIsNotReachedByTheDeadlineHasNoValueAndTheRestKeepsTheirs() throws Exception {
        String sleeps = "```python\nimport time; time.sleep(15)\n```";
        List<Score> scores = all.score(group(SUM, ADDS, sleeps, sleeps, ADDS), Deadline.in(Duration.ofSeconds(8)));
        assertThat(scores.get(0)).isEqualTo(Score.of(1));
        assertThat(scores.get(1)).isInstanceOf(Score.TimedOut.class);
    }

    @Test
    void theExampleSaysWhichOfTheLanguagesItsProgramsAre() throws Exception {
        Map<String, ?> shell = Map.of("tests", SUM.get("tests"), "language", "bash");
        assertThat(score(all, shell, "```sh\nread a b; echo $((a + b))\n```", ADDS))
                .containsExactly(Score.of(1), Score.of(0));
        assertThat(score(all, Map.of("tests", SUM.get("tests"), "language", "cobol"), ADDS))
                .singleElement()
                .isInstanceOf(Score.Unscorable.class);
    }

    @Test
    void onlyTheFirstTestsAreRun() throws Exception {
        try (CodeTests first = new CodeTests(config(Credit.ALL, 1, 20), METRICS)) {
            assertThat(score(first, SUM, ADDS_BUT_ONCE)).containsExactly(Score.of(1));
        }
    }

    @Test
    void aMissingInterpreterIsNamed() {
        CodeTestsConfig d = CodeTestsConfig.DEFAULTS;
        CodeTestsConfig missing = new CodeTestsConfig(
                d.languages(),
                d.tests(),
                d.place(),
                d.credit(),
                0,
                d.comparison(),
                0,
                5,
                60,
                512,
                32,
                16,
                1024,
                1,
                d.sandbox(),
                "python-that-is-not-there",
                d.node(),
                d.javaHome());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new CodeTests(missing, METRICS))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("programs of python can't be run: no python3 in PATH");
    }
}
