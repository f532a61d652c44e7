package org.reason4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.engine.model.kernel.KernelForm;
import org.reason4j.core.engine.model.kernel.ProcessSetting;

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
    void whatTheLaunchersSetAndThisProcessLacksIsToldWithWhatToDo() {
        assertThat(DoctorCommand.settings(Map.of())).satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.required()).isFalse();
            assertThat(finding.found()).contains("OMP_WAIT_POLICY", "ONEDNN_PRIMITIVE_CACHE_CAPACITY");
            assertThat(finding.advice()).contains("OMP_WAIT_POLICY=passive");
        });
        Map<String, String> all = new HashMap<>(Map.of("OMP_WAIT_POLICY", "active"));
        ProcessSetting.all().forEach(setting -> all.putIfAbsent(setting.variable(), "1"));
        assertThat(DoctorCommand.settings(all).ok()).isTrue();
        assertThat(DoctorCommand.settings(all).found()).startsWith("OMP_WAIT_POLICY=active, ");
    }

    @Test
    void whereStartUpTimeGoesIsToldInMilliseconds() throws IOException {
        JsonNode answer = CommandTester.run("doctor", "--json").json();

        JsonNode before = answer.at("/startUp/beforeModel");
        assertThat(before.fieldNames())
                .toIterable()
                .containsSequence("engines found", "plugins found and hashed", "plugins registered");
        assertThat(answer.at("/startUp/model").fieldNames())
                .toIterable()
                .containsExactly("PyTorch's natives", "tokenizers' natives");
        assertThat(answer.at("/startUp/classes").longValue()).isGreaterThan(1000);
        assertThat(finding(answer, "start-up").get("found").textValue()).contains("ms before a model is opened");
    }

    @Test
    void thePluginDirectoriesAreTold() {
        assertThat(CommandTester.run("doctor", "--plugin-dir", directory).out().lines())
                .anyMatch(line -> line.matches("ok +plugin directories +.*") && line.contains(directory.toString()));
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
    void theDriverIsNamedAndNotNeeded() throws IOException {
        JsonNode driver = finding(CommandTester.run("doctor", "--json").json(), "NVIDIA driver");

        assertThat(driver.get("found").textValue()).isNotEmpty();
        assertThat(driver.get("status").textValue().equals("ok")
                        || driver.get("advice").textValue().contains("nvidia-smi"))
                .as(driver.toString())
                .isTrue();
        assertThat(DoctorCommand.HOW_TO_GET_CUDA).contains("driver must be 570.26 or newer", "Maven Central");
    }

    @Test
    void theFormOfKernelsIsTold() throws IOException {
        String before = System.getProperty(KernelForm.PROPERTY);
        try {
            System.setProperty(KernelForm.PROPERTY, "portable");
            assertThat(finding(CommandTester.run("doctor", "--json").json(), "kernels")
                            .get("found")
                            .textValue())
                    .isEqualTo("in the portable form, which a GPU takes, because reason4j.kernels is 'portable'");
            System.setProperty(KernelForm.PROPERTY, "mobile");
            var refused = CommandTester.run("doctor", "--json");
            assertThat(refused.exitCode()).isOne();
            assertThat(finding(refused.json(), "kernels").get("found").textValue())
                    .contains("reason4j.kernels is 'mobile', expected auto or portable");
        } finally {
            if (before == null) {
                System.clearProperty(KernelForm.PROPERTY);
            } else {
                System.setProperty(KernelForm.PROPERTY, before);
            }
        }
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
