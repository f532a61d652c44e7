package org.reason4j.reward.code.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.reward.code.suite.SuiteReader;

/** A run that is itself killed leaves no program behind. */
class KilledRunTest {

    private static final long SECONDS = 60;

    /** A run, in a process of its own, with a program that waits. */
    public static final class Run {

        private Run() {}

        public static void main(String[] arguments) throws Exception {
            String program = "(setsid sh -c 'sleep 300; : MARKER' &) > /dev/null 2>&1; sh -c 'sleep 300; : MARKER'";
            Map<String, ?> tests = Map.of("tests", Map.of("inputs", List.of(""), "outputs", List.of("")));
            Workshop workshop = Workshops.open(Mechanisms.Choice.AUTO, Language.SHELL, Duration.ofMinutes(5));
            workshop.run(
                    Language.SHELL, program.replace("MARKER", arguments[0]), SuiteReader.read("tests", tests), true);
        }
    }

    @Test
    void noProgramSurvivesTheEndOfItsRun() throws Exception {
        Workshops.open(Mechanisms.Choice.AUTO, Language.SHELL, Duration.ofSeconds(20))
                .close();
        String word = UUID.randomUUID().toString();
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Run.class.getName(),
                        word)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await(() -> programs(word).size() >= 2, run);
        } finally {
            run.destroyForcibly();
        }
        assertThat(run.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        await(() -> programs(word).isEmpty(), run);
        assertThat(programs(word)).isEmpty();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition, Process run) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.holds() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(condition.holds()).as("state of the programs of " + run).isTrue();
    }

    /** Shells whose command line has the word, without the run itself. */
    private static List<String> programs(String word) throws IOException {
        return CommandLines.with(word).stream()
                .filter(command -> command.startsWith("sh\0"))
                .toList();
    }
}
