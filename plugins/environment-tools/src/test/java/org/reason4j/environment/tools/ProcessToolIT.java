package org.reason4j.environment.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.environment.tools.Episodes.PROMPT;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessToolIT {

    private static final double LONG = 120;

    private static ToolConfig config(int poolSize, double deadlineSeconds, String... options) throws Exception {
        return new ToolConfig(
                "demo",
                ToolConfig.Kind.PROCESS,
                "",
                Program.command(options),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                poolSize,
                deadlineSeconds,
                2);
    }

    private static Tool.Session episode(ProcessTool tool, int sample) {
        return tool.begin(new EpisodeKey(PROMPT, sample));
    }

    private static String ask(Tool.Session session, String input) throws Exception {
        return ((Answer.Output) session.answer(new Call("demo", input), 1)).text();
    }

    private static ProcessHandle process(Tool.Session session, String input) throws Exception {
        return ProcessHandle.of(Long.parseLong(ask(session, input))).orElseThrow();
    }

    private static boolean isGone(ProcessHandle process) throws Exception {
        return !process.onExit().get(60, TimeUnit.SECONDS).isAlive();
    }

    @Test
    void outputsRewardsEndsAndRefusalsComeBack() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, LONG));
                Tool.Session session = episode(tool, 0)) {
            assertThat(session.answer(new Call("demo", "6*7"), 1)).isEqualTo(new Answer.Output("6*7", 0));
            assertThat(session.answer(new Call("demo", "reward"), 2)).isEqualTo(new Answer.Output("ok", 0.5));
            assertThat(session.answer(new Call("demo", "refuse"), 3)).isEqualTo(new Answer.Refusal("no"));
            assertThat(session.answer(new Call("demo", "done"), 4)).isEqualTo(new Answer.End(1));
        }
    }

    @Test
    void textBeyondAsciiSurvivesTheTrip() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, LONG))) {
            assertThat(ask(episode(tool, 0), "π≈3 🙂")).isEqualTo("π≈3 🙂");
        }
    }

    @Test
    void anEpisodeHasAProgramOfItsOwnThatRemembersAndEndsWithIt() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, LONG))) {
            Tool.Session one = episode(tool, 0);
            Tool.Session other = episode(tool, 1);
            ProcessHandle first = process(one, "pid");
            assertThat(process(one, "pid")).isEqualTo(first);
            assertThat(process(other, "pid")).isNotEqualTo(first);
            assertThat(ask(one, "calls")).isEqualTo("3");
            one.close();
            assertThat(isGone(first)).isTrue();
            assertThat(ask(other, "calls")).isEqualTo("2");
        }
    }

    @Test
    void aPoolIsSharedAndNeverLargerThanItsSize() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (ProcessTool tool = new ProcessTool(config(2, LONG))) {
            List<Future<String>> pids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int sample = i;
                pids.add(threads.submit(() -> ask(episode(tool, sample), "pid")));
            }
            Set<String> seen = new HashSet<>();
            for (Future<String> pid : pids) {
                seen.add(pid.get(120, TimeUnit.SECONDS));
            }
            assertThat(seen).hasSizeBetween(1, 2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aBusyPoolIsAFailureThatSaysSo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (ProcessTool tool = new ProcessTool(config(1, 2))) {
            List<Future<String>> hanging = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int sample = i;
                hanging.add(threads.submit(() -> ask(episode(tool, sample), "hang")));
            }
            List<String> messages = new ArrayList<>();
            for (Future<String> call : hanging) {
                assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(ToolFailure.class)
                        .satisfies(e -> messages.add(e.getMessage()));
            }
            // the first holds the only program for two seconds; of the others one may follow it, and one waits in vain
            assertThat(messages)
                    .anyMatch(message -> message.contains("did not answer within 2.0 seconds"))
                    .anyMatch(message -> message.startsWith("All 1 programs of tool 'demo' were busy for 2.0 seconds"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aCrashTellsProgramExitCodeAndLastWords() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, LONG));
                Tool.Session session = episode(tool, 0)) {
            assertThatThrownBy(() -> ask(session, "crash"))
                    .isInstanceOf(ToolFailure.class)
                    .hasMessageContaining(Program.class.getName() + "' of tool 'demo' ended with exit code 7")
                    .hasMessageEndingWith("first line\ndisk on fire");
            assertThatThrownBy(() -> ask(session, "pid")).hasMessageContaining("ended with exit code 7");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "garbage, wrote a reply that can't be read: it is not a JSON object",
        "bytes, wrote bytes that are not UTF-8",
        "endless, wrote a line of more than 1048576 characters",
        "close, was killed: its output ended",
    })
    void anInvalidReplyEndsTheProgram(String input, String message) throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, LONG));
                Tool.Session session = episode(tool, 0)) {
            ProcessHandle program = process(session, "pid");
            assertThatThrownBy(() -> ask(session, input))
                    .isInstanceOf(ToolFailure.class)
                    .hasMessageContaining(message);
            assertThat(isGone(program)).isTrue();
        }
    }

    @Test
    void twoRepliesToOneRequestAreNotTakenForTheNext() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, LONG));
                Tool.Session session = episode(tool, 0)) {
            assertThat(ask(session, "twice")).isEqualTo("1");
            Thread.sleep(200); // the second line needs a moment through the pipe
            assertThatThrownBy(() -> ask(session, "pid"))
                    .isInstanceOf(ToolFailure.class)
                    .hasMessageContaining("a line without a request: '{\"output\":\"2\"}'");
        }
    }

    @Test
    void aHangMissesTheDeadlineAndIsKilledWhileOthersGoOn() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, 5));
                Tool.Session hanging = episode(tool, 0);
                Tool.Session other = episode(tool, 1)) {
            ProcessHandle program = process(hanging, "pid");
            assertThatThrownBy(() -> ask(hanging, "hang"))
                    .isInstanceOf(ToolFailure.class)
                    .hasMessageContaining("did not answer within 5.0 seconds and was killed")
                    .hasMessageEndingWith("waiting for the moon");
            assertThat(isGone(program)).isTrue();
            assertThat(ask(other, "calls")).isEqualTo("1");
        }
    }

    @Test
    void anInterruptionKillsTheProgramOfTheCall() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ProcessTool tool = new ProcessTool(config(0, LONG));
                Tool.Session session = episode(tool, 0)) {
            ProcessHandle program = process(session, "pid");
            threads.submit(() -> ask(session, "hang"));
            Thread.sleep(200);
            threads.shutdownNow();
            assertThat(isGone(program)).isTrue();
        }
    }

    @Test
    void aPoolReplacesABrokenProgram() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(1, LONG));
                Tool.Session session = episode(tool, 0)) {
            assertThatThrownBy(() -> ask(session, "crash")).isInstanceOf(ToolFailure.class);
            assertThat(ask(session, "calls")).isEqualTo("1");
        }
    }

    @Test
    void muchOnStderrBlocksNothing() throws Exception {
        try (ProcessTool tool = new ProcessTool(config(0, LONG))) {
            assertThat(ask(episode(tool, 0), "chatty")).isEqualTo("ok");
        }
    }

    @Test
    void theProgramRunsInItsWorkingPath(@TempDir Path directory) throws Exception {
        ToolConfig config = new ToolConfig(
                "demo",
                ToolConfig.Kind.PROCESS,
                "",
                Program.command(),
                Optional.empty(),
                Optional.of(directory.toString()),
                List.of(),
                Map.of(),
                0,
                LONG,
                2);
        try (ProcessTool tool = new ProcessTool(config)) {
            assertThat(ask(episode(tool, 0), "directory"))
                    .isEqualTo(directory.getFileName().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void closingEndsEvenAProgramThatDoesNotWantTo(int poolSize) throws Exception {
        ProcessHandle program;
        try (ProcessTool tool = new ProcessTool(config(poolSize, LONG, "stubborn", "stays"))) {
            program = process(episode(tool, 0), "pid");
        }
        assertThat(program.isAlive()).isFalse();
    }

    @Test
    void aProgramThatReadsItsInputEndsAfterTheJvmWasKilled() throws Exception {
        Process run = run("forgetful", "asleep");
        String pid = new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8)).readLine();
        ProcessHandle program = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        run.destroyForcibly();
        assertThat(isGone(program)).isTrue();
    }

    private static Process run(String... options) throws Exception {
        List<String> command = new ArrayList<>(Program.command(options));
        command.set(command.indexOf("-cp") + 1, System.getProperty("java.class.path"));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void aProgramEndsWithTheJvmEvenIfTheToolIsNotClosed() throws Exception {
        Process run = run("forgetful", "stays");
        String pid = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Optional<ProcessHandle> program = ProcessHandle.of(Long.parseLong(pid));
        assertThat(program.isEmpty() || isGone(program.get())).isTrue();
    }

    @Test
    void childrenOfAProgramEndWithIt() throws Exception {
        ProcessHandle child;
        try (ProcessTool tool = new ProcessTool(config(0, LONG, "child"))) {
            child = process(episode(tool, 0), "child");
            assertThat(child.isAlive()).isTrue();
        }
        assertThat(isGone(child)).isTrue();
    }
}
