package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.reason4j.environment.tools.Episodes.PROMPT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that leave processes behind, and what else they leave. */
@EnabledOnOs(OS.LINUX)
class ProgramFamilyIT {

    private static ToolConfig shell(String script, double deadlineSeconds) {
        return new ToolConfig(
                "demo",
                ToolConfig.Kind.PROCESS,
                "",
                List.of("sh", "-c", script),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of("GREETING", "hello"),
                1,
                deadlineSeconds,
                0.2);
    }

    private static String ask(ProcessTool tool) throws Exception {
        return ((Answer.Output) tool.begin(new EpisodeKey(PROMPT, 0)).answer(new Call("demo", "x"), 1)).text();
    }

    private static ProcessHandle orphan(ProcessTool tool) throws Exception {
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(ask(tool))).orElseThrow();
        assertThat(orphan.isAlive()).isTrue();
        return orphan;
    }

    private static void assertGone(ProcessHandle process) throws Exception {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            if (Files.exists(status) && Files.readString(status).contains("State:\tZ")) {
                return; // killed, and its parent has not asked for its exit code yet
            }
            Thread.sleep(100);
        }
        assertThat(process.isAlive()).isFalse();
    }

    private static final String ANSWER = "; echo \"{\\\"output\\\":\\\"$!\\\"}\"; ";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep 300 &",
                "nohup sleep 300 >/dev/null 2>&1 &",
                "setsid sleep 300 >/dev/null 2>&1 &",
                "(trap '' TERM HUP INT; sleep 300; sleep 300) &",
                "(trap '' TERM; setsid sh -c 'sleep 300; sleep 300') >/dev/null &",
            })
    void aGrandchildEndsWithAToolThatIsClosedWithOneThatEndedBeforeAndWithOneThatIsKilled(String child)
            throws Exception {
        String begin = "read line; " + child.replaceAll("&$", "& true") + ANSWER;
        try (ProcessTool ended = new ProcessTool(shell(begin + "exec >&- 2>&-; exit 0", 60))) {
            assertGone(orphan(ended));
        }
        ProcessHandle ofClosed;
        try (ProcessTool closed = new ProcessTool(shell(begin + "read more", 60))) {
            ofClosed = orphan(closed);
        }
        assertGone(ofClosed);
        try (ProcessTool late = new ProcessTool(shell(begin + "read more; sleep 300", 1))) {
            ProcessHandle ofLate = orphan(late);
            assertThatThrownBy(() -> ask(late)).isInstanceOf(ToolFailure.class).hasMessageContaining("was killed");
            assertGone(ofLate);
        }
    }

    /** Its children leave its session, ignore signals and start further ones until they are killed. */
    @Test
    void aHostileToolThatNeverStopsStartingProcessesEndsWithAllOfThem() throws Exception {
        String breeding =
                "(trap '' TERM HUP INT; while true; do setsid sh -c \"trap '' TERM HUP INT; sleep 31415; sleep"
                        + " 31415\" >/dev/null 2>&1 & sleep 0.02; done) & true";
        try (ProcessTool tool =
                new ProcessTool(shell("read line; " + breeding + ANSWER + "trap '' TERM; while true; do :; done", 2))) {
            orphan(tool);
            assertThatThrownBy(() -> ask(tool)).isInstanceOf(ToolFailure.class).hasMessageContaining("was killed");
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(ProcessHandle::isAlive)
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(command -> command.contains("sleep 31415")))
                .isEmpty();
    }

    @Test
    void aDaemonThatClearedItsEnvironmentEndsAsLongAsItsParentLives() throws Exception {
        ProcessHandle daemon;
        try (ProcessTool tool =
                new ProcessTool(shell("read line; env -i sleep 300 & true" + ANSWER + "read more", 60))) {
            daemon = orphan(tool);
        }
        assertGone(daemon);
    }

    @Test
    void otherProcessesAreLeftAlone() throws Exception {
        Process bystander = new ProcessBuilder("sleep", "300").start();
        try (ProcessTool tool = new ProcessTool(shell("read line; sleep 300 & true" + ANSWER + "read more", 60));
                ProcessTool other = new ProcessTool(shell("while read line; do echo '{\"output\":\"1\"}'; done", 60))) {
            orphan(tool);
            tool.close();
            assertThat(ask(other)).isEqualTo("1");
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void aProgramSeesNoVariableOfReason4jBesidesPathLanguageAndTimeZone() throws Exception {
        assumeTrue(System.getenv("OMP_WAIT_POLICY") != null, "the build sets this variable");
        String names = "read line; echo \"{\\\"output\\\":\\\"$(env | sed 's/=.*//' | tr '\\n' ' ')\\\"}\"; read more";
        try (ProcessTool tool = new ProcessTool(shell(names, 60))) {
            assertThat(ask(tool).split(" "))
                    .contains("PATH", "HOME", "TMPDIR", "GREETING")
                    .isSubsetOf(
                            "PATH",
                            "LANG",
                            "LC_ALL",
                            "TZ",
                            "HOME",
                            "TMPDIR",
                            "TEMP",
                            "TMP",
                            "GREETING",
                            "REASON4J_TOOL",
                            "PWD",
                            "OLDPWD",
                            "SHLVL",
                            "_");
        }
    }

    @Test
    void aProgramRunsInADirectoryOfItsOwnThatEndsWithIt() throws Exception {
        String script =
                "read line; mkdir -p a/b; touch a/b/c; ln -s / root; echo \"{\\\"output\\\":\\\"$HOME|$(pwd)\\\"}\";"
                        + " read more";
        Path directory;
        try (ProcessTool tool = new ProcessTool(shell(script, 60))) {
            String[] answer = ask(tool).split("\\|");
            directory = Path.of(answer[0]);
            assertThat(Path.of(answer[1]).toRealPath()).isEqualTo(directory.toRealPath());
            assertThat(directory.resolve("a/b/c")).exists();
            assertThat(Files.getPosixFilePermissions(directory)).hasSize(3);
        }
        assertThat(directory).doesNotExist();
        assertThat(Path.of("/etc")).exists();
    }
}
