package org.reason4j.core.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;

/** Locks of this process and of others, which hold one as a run does. */
class RunLockTest {

    @TempDir
    private Path directory;

    /** Takes the lock of a directory, says so or why not, and waits to be stopped. */
    public static void main(String... arguments) throws IOException {
        try {
            RunLock.of(Path.of(arguments[0]));
            System.out.println("taken");
        } catch (ConfigException e) {
            System.out.println(e.getMessage());
        }
        System.in.read();
    }

    @Test
    void aSecondRunOfTheSameProcessIsRefusedAndTheLockHeldAgainstOthers() throws Exception {
        String me = "process " + ProcessHandle.current().pid() + " on ";
        try (RunLock held = RunLock.of(directory)) {
            assertThatThrownBy(() -> RunLock.of(directory.resolve("../" + directory.getFileName())))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is in use by another run: " + me)
                    .hasMessageContaining("Wait until it has ended, stop it, or choose another --output.");
            held.requireHeld();
            assertThat(says(start())).startsWith(directory + " is in use by another run: " + me);
        }
        RunLock.of(directory).close();
    }

    @Test
    void theLockOfAnotherProcessIsRefusedWithItsOwnerAndFreeAsSoonAsThatIsKilled() throws Exception {
        Process owner = start();
        try {
            assertThat(line(owner)).isEqualTo("taken");
            assertThatThrownBy(() -> RunLock.of(directory))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is in use by another run: process " + owner.pid() + " on ")
                    .hasMessageMatching("(?s).* since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\. .*");
        } finally {
            owner.destroyForcibly();
        }
        assertThat(owner.waitFor(60, TimeUnit.SECONDS)).isTrue();
        RunLock.of(directory).close();
    }

    @Test
    void aLockWhoseFileIsGoneIsNoLongerHeld() throws IOException {
        try (RunLock lock = RunLock.of(directory)) {
            Files.delete(directory.resolve("run.lock"));
            assertThatThrownBy(lock::requireHeld)
                    .hasMessageStartingWith("The run has lost its directory " + directory)
                    .cause()
                    .hasMessageContaining("run.lock: it is not there any more, so it was moved or removed");
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunLockTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String says(Process process) throws IOException {
        try {
            return line(process);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String line(Process process) throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }
}
