package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
class QuietExitIT {

    @TempDir
    Path directory;

    @Test
    void aSignalEndsAProcessInTheMiddleOfNativeWorkWithoutACrashReport() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dai.djl.offline=true",
                        "-XX:ErrorFile=" + directory.resolve("crash.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyAtExit.class.getName(),
                        "143")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.equals("busy")) {
                line = out.readLine();
            }
            assertThat(line).as("what the process prints when it is busy").isEqualTo("busy");
            process.toHandle().destroy(); // leaves its output open
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            String rest = String.join("\n", out.lines().toList());
            assertThat(rest).contains("A native call did not end").doesNotContain("SIG");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(143);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }
}
