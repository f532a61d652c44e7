package org.reason4j.cli.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is read from an {@code nvidia-smi}, here a shell script on a path of its own. */
@DisabledOnOs(OS.WINDOWS)
class NvidiaDriverTest {

    @TempDir
    Path bin;

    /** Looks with a script as {@code nvidia-smi}. */
    private NvidiaDriver look(String script) throws Exception {
        return look(script, Duration.ofMinutes(1));
    }

    private NvidiaDriver look(String script, Duration patience) throws Exception {
        return NvidiaDriver.look(Map.of("PATH", "/nowhere:" + program(bin, script)), patience);
    }

    private static Path program(Path bin, String script) throws IOException {
        Path program = Files.writeString(bin.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }

    @Test
    void twoGpusAreListedWithTheirDriver() throws Exception {
        NvidiaDriver driver = look("""
                [ "$*" = "--query-gpu=driver_version,name,memory.total --format=csv,noheader" ] || exit 1
                echo '570.124.06, NVIDIA H200, 143771 MiB'
                echo '570.124.06, NVIDIA L4, 23034 MiB'""");

        assertThat(driver)
                .isEqualTo(new NvidiaDriver(true, "570.124.06; NVIDIA H200 (143771 MiB), NVIDIA L4 (23034 MiB)", ""));
    }

    @Test
    void anOldDriverIsToldWithTheOneThatIsNeeded() throws Exception {
        for (String old : new String[] {"570.25", "535.183.01"}) {
            NvidiaDriver driver = look("echo '" + old + ", Tesla T4, 15360 MiB'");

            assertThat(driver.fits()).isFalse();
            assertThat(driver.found()).isEqualTo(old + "; Tesla T4 (15360 MiB)");
            assertThat(driver.advice()).contains("570.26 or newer (on Windows 570.65)", "CUDA 12.8");
        }
        assertThat(look("echo '570.26, Tesla T4, 15360 MiB'").fits()).isTrue();
        assertThat(look("echo '1000.1.1, Tesla T9, 15360 MiB'").fits()).isTrue();
    }

    @Test
    void noProgramIsNoProblemWithoutAGpu() throws Exception {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("PATH", bin.toString()))) {
            NvidiaDriver driver = NvidiaDriver.look(environment);

            assertThat(driver.found()).isEqualTo("no nvidia-smi on the PATH");
            assertThat(driver.advice()).startsWith("Nothing to do without an NVIDIA GPU.");
        }
    }

    @Test
    void aFailureIsToldInItsOwnWords() throws Exception {
        NvidiaDriver driver = look("""
                echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
                echo more
                exit 9""");

        assertThat(driver.fits()).isFalse();
        assertThat(driver.found())
                .isEqualTo(
                        bin + "/nvidia-smi ended with status 9: NVIDIA-SMI has failed because it couldn't communicate"
                                + " with the NVIDIA driver.");
        assertThat(driver.advice()).startsWith("Run nvidia-smi yourself");
    }

    @Test
    void anAnswerThatListsNoGpuIsQuoted() throws Exception {
        assertThat(look("echo 'No devices were found'").found())
                .endsWith("nvidia-smi ended with status 0: No devices were found");
        assertThat(look("exit 0").found()).endsWith("nvidia-smi ended with status 0: it printed nothing");
    }

    @Test
    void aProgramThatHangsIsEnded() throws Exception {
        assertThat(look("exec sleep 600", Duration.ofSeconds(1)).found())
                .isEqualTo(bin + "/nvidia-smi did not answer within 1 seconds");
    }
}
