package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

class MainTest {

    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    @Test
    void aCommandThatReturnsNothingExitsWithZero() {
        assertThat(run(() -> null, "work")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aMistakeInTheConfigurationExitsWithTwoAndOneMessage() {
        int exitCode = run(
                () -> {
                    throw new ConfigException("training.steps must be positive, got -1");
                },
                "work");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("training.steps must be positive, got -1");
    }

    @Test
    void aMistakeInTheConfigurationIsFoundBehindTheExceptionsAroundIt() {
        int exitCode = run(
                () -> {
                    throw new IllegalStateException("outer", new ConfigException("no such model"));
                },
                "work");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("no such model");
    }

    @Test
    void aFailureWhileRunningExitsWithOne() {
        int exitCode = run(
                () -> {
                    throw new PluginException("Reward 'math' returned 7 rewards for a group of 8 trajectories");
                },
                "work");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("Reward 'math' returned 7 rewards for a group of 8 trajectories");
    }

    @Test
    void anExceptionOfTheJdkIsPrintedWithItsName() {
        int exitCode = run(
                () -> {
                    throw new UnsupportedOperationException("17");
                },
                "work");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("java.lang.UnsupportedOperationException: 17");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOfJavaIsOneMessageAndAStatus(Error error, String message) {
        Callable<?> failing = () -> {
            throw error;
        };
        assertThat(run(failing, "work")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains(message);
        assertThat(run(failing, "work", "--debug")).isEqualTo(1);
        assertThat(err.toString()).contains("\tat org.reason4j.cli.MainTest");
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(new OutOfMemoryError("Java heap space"), "Out of memory: Java heap space. Give Java more"),
                Arguments.of(new StackOverflowError(), "nested too deeply"),
                Arguments.of(
                        new NoClassDefFoundError("org/example/Gone"), "org/example/Gone. Files of another version"),
                Arguments.of(
                        new ExceptionInInitializerError(new IllegalStateException("no licence")),
                        "caused by java.lang.IllegalStateException: no licence"),
                Arguments.of(new AssertionError("never"), "java.lang.AssertionError: never"));
    }

    @Test
    void theEndOfAThreadIsToldOnce() {
        Main main = new Main();
        for (int i = 0; i < 3; i++) {
            main.threadEnded(new Thread("judge-" + i), new StackOverflowError(), new PrintWriter(err, true));
        }
        main.threadEnded(new Thread("other"), new IllegalStateException("broken"), new PrintWriter(err, true));

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Thread 'judge-0' ended: java.lang.StackOverflowError"),
                        line -> assertThat(line)
                                .isEqualTo("Thread 'other' ended: java.lang.IllegalStateException: broken"));
    }

    @Test
    void aRunThatStopsWithAnErrorSaysWhatIsLeftOfItToo(@TempDir Path output) throws IOException {
        Error error = new OutOfMemoryError("Java heap space");
        assertThatThrownBy(() -> RunStopped.of(error, output)).isSameAs(error);
        Files.createDirectories(output.resolve("checkpoints/step-9"));

        int exitCode = run(
                () -> {
                    throw RunStopped.of(error, output);
                },
                "work");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).startsWith("Out of memory: Java heap space").contains("step-9");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedWithTheReason() {
        int exitCode = run(
                () -> {
                    throw new UncheckedIOException(
                            "Can't write metrics.jsonl", new IOException("No space left on device"));
                },
                "work");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("Can't write metrics.jsonl: No space left on device");
    }

    @Test
    void aRunThatStopsSaysWhatIsLeftOfIt(@TempDir Path output) throws IOException {
        Files.createDirectories(output.resolve("checkpoints/step-9"));
        Path newest = Files.createDirectories(output.resolve("checkpoints/step-10/trainer"));
        Files.createDirectories(output.resolve("checkpoints/.step-11.writing"));
        Files.writeString(newest.resolve("state.json"), "{\"step\": 10}");
        CheckpointStore.seal(output.resolve("checkpoints/step-10"));

        int exitCode = run(
                () -> {
                    throw RunStopped.of(new IllegalStateException("broken"), output);
                },
                "work");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "java.lang.IllegalStateException: broken",
                        "The newest checkpoint, " + output.resolve("checkpoints/step-10")
                                + ", is whole. --resume --output " + output + " goes on from it.");
    }

    @Test
    void aRunThatStopsSaysThatItsNewestCheckpointIsDamaged(@TempDir Path output) throws IOException {
        Files.createDirectories(output.resolve("checkpoints/step-10"));

        assertThat(RunStopped.of(new IllegalStateException("broken"), output))
                .isInstanceOfSatisfying(
                        RunStopped.class,
                        stopped -> assertThat(stopped.remains())
                                .isEqualTo("The newest checkpoint, " + output.resolve("checkpoints/step-10")
                                        + ", is damaged: manifest.json is missing. --resume --output " + output
                                        + " says which one before it is whole."));
    }

    @Test
    void aRunThatIsRefusedHasNotStopped(@TempDir Path output) throws IOException {
        Files.createDirectories(output.resolve("checkpoints/step-9"));
        ConfigException refusal = new ConfigException("began with another recipe");
        ConfigException fullDisk = new ConfigException("Cannot write", new IOException("No space left on device"));

        assertThat(RunStopped.of(refusal, output)).isSameAs(refusal);
        assertThat(RunStopped.of(fullDisk, output)).isInstanceOf(RunStopped.class);
    }

    @Test
    void aRunThatStopsBeforeItsFirstCheckpointSaysWhatFailedAndNoMore(@TempDir Path output) {
        IllegalStateException failure = new IllegalStateException("broken");
        assertThat(RunStopped.of(failure, output)).isSameAs(failure);
    }

    @Test
    void debugPrintsTheStackTraceWhereverItStands() {
        Callable<?> failing = () -> {
            throw new IllegalStateException("broken");
        };
        assertThat(run(failing, "work", "--debug")).isEqualTo(1);
        assertThat(run(failing, "--debug", "work")).isEqualTo(1);
        assertThat(err.toString().split("\tat org.reason4j.cli.MainTest", -1)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void anUnknownOptionExitsWithTwoAndSaysWhereToLook() {
        assertThat(run(() -> null, "work", "--bogus")).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("Unknown option: '--bogus'", "Try 'reason4j work --help'.");
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheNearestOne() {
        assertThat(run(() -> null, "worke")).isEqualTo(2);
        assertThat(err.toString()).contains("'worke'").contains("Did you mean").contains("work");
    }

    @Test
    void noCommandAtAllShowsTheHelpAndExitsWithTwo() {
        assertThat(run(() -> null)).isEqualTo(2);
        assertThat(err.toString()).startsWith("Usage: reason4j").contains("work");
        assertThat(err.toString().lines()).endsWith("No command given", "Try 'reason4j --help'.");
    }

    @Test
    void helpAndVersionExitWithZeroAndAnswerOnStandardOutput() {
        assertThat(run(() -> null, "--help")).isZero();
        assertThat(run(() -> null, "work", "--help")).isZero();
        assertThat(run(() -> null, "--version")).isZero();
        assertThat(out.toString())
                .contains("Usage: reason4j", "Usage: reason4j work", "Java " + System.getProperty("java.version"));
        assertThat(err.toString()).isEmpty();
    }

    /** Runs the command line with one more subcommand, {@code work}, that does the given thing. */
    private int run(Callable<?> work, String... arguments) {
        return Main.commandLine()
                .addSubcommand(new Work(work))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }

    @Command(name = "work")
    private record Work(Callable<?> task) implements Callable<Object> {
        @Override
        public Object call() throws Exception {
            return task.call();
        }
    }
}
