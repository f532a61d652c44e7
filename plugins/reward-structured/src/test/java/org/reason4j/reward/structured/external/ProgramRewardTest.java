package org.reason4j.reward.structured.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;

/** Programs that are asked for scores. */
@Timeout(120)
class ProgramRewardTest {

    private static final Path PAGE = Path.of("../../docs/reference/techniques/structured-rewards.md");

    private final RecordedMetrics metrics = new RecordedMetrics();

    @TempDir
    Path directory;

    @Test
    void aProgramIsStartedOnceAndAskedForEachGroup() throws Exception {
        try (ProgramReward reward = checker(3)) {
            // tokens: the characters and one that ends the response
            assertThat(reward.score(group("abc", ""))).containsExactly(Score.of(0.2), Score.of(0.5));
            assertThat(reward.score(group("half", "unclear", "broken")))
                    .containsExactly(
                            Score.of(0.5),
                            Score.unscorable("it can be read in two ways"),
                            Score.failed("the prover crashed"));
        }
        assertThat(metrics.sums()).containsEntry("program/starts", 1.0).containsEntry("program/requests", 2.0);
    }

    @Test
    void aProgramThatEndsIsStartedAgain() throws Exception {
        try (ProgramReward reward = checker(3)) {
            assertThat(failure(reward, "end"))
                    .contains("ended with exit status 7 before it answered")
                    .contains("Last on its stderr:")
                    .contains("I was told to end");
            assertThat(reward.score(group("abc"))).containsExactly(Score.of(0.2));
            assertThat(metrics.sums()).containsEntry("program/starts", 2.0);
        }
    }

    @Test
    void aReplyThatCanNotBeReadEndsTheProgram() throws Exception {
        try (ProgramReward reward = checker(3)) {
            assertThat(failure(reward, "babble"))
                    .contains("the reply is no JSON")
                    .contains("no JSON at all");
            assertThat(reward.score(group("twice"))).hasSize(1);
            assertThat(metrics.sums()).containsEntry("program/starts", 2.0);
        }
    }

    @Test
    void afterTooManyEndsInARowNoneIsStarted() throws Exception {
        try (ProgramReward reward = new ProgramReward(config(LengthChecker.command("no license"), 30, 1), metrics)) {
            assertThat(failure(reward, "abc")).contains("exit status 3").contains("I can't begin: no license");
            assertThat(failure(reward, "abc")).contains("exit status 3");
            assertThat(failure(reward, "abc"))
                    .contains("is not started again after 2 ends in a row (program.restarts is 1)")
                    .contains("I can't begin: no license");
            assertThat(metrics.sums()).containsEntry("program/starts", 2.0);
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() throws Exception {
        List<String> command = List.of(directory.resolve("nowhere").toString());
        try (ProgramReward reward = new ProgramReward(config(command, 30, 0), metrics)) {
            assertThat(failure(reward, "abc")).contains("can't be started").contains("Correct command or workingPath");
        }
    }

    @Test
    void aProgramThatDoesNotAnswerIsTimedOut() throws Exception {
        try (ProgramReward reward = new ProgramReward(config(LengthChecker.command(), 30, 3), metrics)) {
            assertThat(reward.score(group("abc"))).containsExactly(Score.of(0.2)); // it runs now
        }
        try (ProgramReward reward = new ProgramReward(config(LengthChecker.command(), 0.5, 3), metrics)) {
            assertThat(reward.score(group("hang"), Deadline.in(Duration.ofSeconds(60))))
                    .containsExactly(new Score.TimedOut(Duration.ofMillis(500)));
        }
    }

    @Test
    void aProgramAndItsChildrenAreGoneAfterTheRun() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sleep")), "needs the program sleep");
        long child;
        try (ProgramReward reward = checker(3)) {
            child = (long) ((Score.Value) reward.score(group("child")).get(0)).value();
            assertThat(ProcessHandle.of(child)).isPresent();
        }
        ProcessHandle.of(child)
                .ifPresent(handle -> assertThat(handle.onExit()
                                .orTimeout(30, TimeUnit.SECONDS)
                                .join()
                                .isAlive())
                        .isFalse());
    }

    @Test
    void aShellScriptIsAProgramToo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh");
        Files.writeString(directory.resolve("reward.sh"), """
                while read -r line; do
                  case "$line" in
                    *'"text":"yes"'*) echo '{"scores": [1]}' ;;
                    *) echo "{\\"scores\\": [$LEAST]}" ;;
                  esac
                done
                """);
        ProgramReward.Config config = new ProgramReward.Config(
                List.of("/bin/sh", "reward.sh"), Optional.of(directory.toString()), Map.of("LEAST", "-1"), 1, 30, 0);
        try (ProgramReward reward = new ProgramReward(config, metrics)) {
            assertThat(reward.score(group("yes"))).containsExactly(Score.of(1));
            assertThat(reward.score(group("no"))).containsExactly(Score.of(-1));
        }
    }

    @Test
    void theExampleOfThePageWorks() throws Exception {
        assumeTrue(pythonIsHere(), "needs python3");
        String page = Files.readString(PAGE);
        int start = page.indexOf("```python\n");
        assertThat(start).as("a Python example in %s", PAGE).isPositive();
        Files.writeString(
                directory.resolve("reward.py"),
                page.substring(start + "```python\n".length(), page.indexOf("```", start + 10)));
        ProgramReward.Config config = new ProgramReward.Config(
                List.of("python3", "reward.py"), Optional.of(directory.toString()), Map.of(), 1, 60, 0);
        Group group = Samples.group(
                Samples.prompt("p", "a palindrome").withFields(Map.of("length", 5)), "level", "radar!", "noon", "");
        try (ProgramReward reward = new ProgramReward(config, metrics)) {
            assertThat(reward.score(group, Deadline.in(Duration.ofSeconds(60))))
                    .containsExactly(Score.of(1), Score.of(0), Score.of(0.5), Score.unscorable("nothing was said"));
        }
    }

    private static boolean pythonIsHere() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "pass").start().waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void aCommandOfNothingIsRefused() {
        assertThatThrownBy(() -> new ProgramReward(config(List.of(), 1, 0), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("program.command is missing; set it to the program that scores");
    }

    private ProgramReward checker(int restarts) {
        return new ProgramReward(config(LengthChecker.command(), 60, restarts), metrics);
    }

    private static ProgramReward.Config config(List<String> command, double seconds, int restarts) {
        return new ProgramReward.Config(command, Optional.empty(), Map.of(), 1, seconds, restarts);
    }

    private static Group group(String... responses) {
        return Samples.group(Samples.prompt("p", "q"), responses);
    }

    private static String failure(ProgramReward reward, String response) throws InterruptedException {
        Score score = reward.score(group(response), Deadline.in(Duration.ofSeconds(60)))
                .get(0);
        assertThat(score).isInstanceOf(Score.Failed.class);
        return ((Score.Failed) score).reason();
    }
}
