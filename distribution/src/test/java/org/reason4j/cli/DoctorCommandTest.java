package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    Path directory;

    private static JsonNode finding(JsonNode answer, String name) {
        for (JsonNode finding : answer.get("findings")) {
            if (finding.get("name").textValue().equals(name)) {
                return finding;
            }
        }
        throw new AssertionError("No finding '" + name + "' in " + answer);
    }

    @Test
    void aMachineThatRunsTheseTestsCanTrain() {
        var outcome = CommandTester.run("doctor");

        assertThat(outcome.exitCode()).as(outcome.out()).isZero();
        assertThat(outcome.out()).endsWith("This machine can train." + System.lineSeparator());
        for (String line : new String[] {"Java", "PyTorch", "natives", "tokenizers", "plugins", "temporary files"}) {
            assertThat(outcome.out().lines()).anyMatch(found -> found.matches("ok +" + line + " .*"));
        }
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        JsonNode answer = CommandTester.run("doctor", "--json").json();

        assertThat(answer.get("canTrain").booleanValue()).isTrue();
        assertThat(finding(answer, "PyTorch").get("found").textValue()).startsWith("2.7.1 for ");
        assertThat(finding(answer, "plugins").get("required").booleanValue()).isTrue();
    }

    @Test
    void threadsThatSpinWhileTheyWaitAreToldAndWhateverTheUserSetIsNot() {
        assertThat(DoctorCommand.waiting(Map.of())).satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.required()).isFalse();
            assertThat(finding.advice()).contains("OMP_WAIT_POLICY=passive");
        });
        assertThat(DoctorCommand.waiting(Map.of("OMP_WAIT_POLICY", "active")).found())
                .isEqualTo("OMP_WAIT_POLICY=active");
        assertThat(DoctorCommand.waiting(Map.of("GOMP_SPINCOUNT", "1000")).ok()).isTrue();
    }

    @Test
    void cudaIsWantedAndNotNeeded() throws IOException {
        JsonNode cuda = finding(CommandTester.run("doctor", "--json").json(), "CUDA");

        assertThat(cuda.get("status").textValue().equals("ok")
                        || cuda.get("advice").textValue().contains("PYTORCH_LIBRARY_PATH")
                        || cuda.get("advice").textValue().contains("nvidia-smi"))
                .as(cuda.toString())
                .isTrue();
    }

    @Test
    void theAdviceOnCudaFitsTheBridgeThatWeShip() {
        URL bridge = DoctorCommandTest.class.getResource("/jnilib/linux-x86_64/cu128/libdjl_torch.so");

        assertThat(bridge).isNotNull();
        String jar = bridge.toString().replaceAll(".*/([^/]+[.]jar)!.*", "$1"); // pytorch-jni-VERSION-DJL.jar
        assertThat(DoctorCommand.HOW_TO_GET_CUDA).contains("lib/" + jar, "PYTORCH_VERSION=" + jar.split("-")[2]);
    }

    @Test
    void pluginsThatCannotLoadAreToldAndTheRestCanTrain() throws IOException {
        Files.writeString(directory.resolve("broken.jar"), "no zip");
        Files.writeString(directory.resolve("worse.jar"), "no zip either");
        var outcome = CommandTester.run("doctor", "--plugin-dir", directory);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("missing", "2 not loaded", "broken.jar", "worse.jar", "This machine can train.");
    }
}
