package org.reason4j.core.trainer.checkpoint;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.trainer.run.TinyRun;
import org.reason4j.testkit.MutatedInputs;
import org.reason4j.testkit.NamedInput;

/** The state of a checkpoint whose other files are whole, and its manifest. */
public class CheckpointFuzzTest {

    private static final Path RUN = directory();
    private static final Policy POLICY = policy(RUN.resolve("model"));
    private static final Checkpoints CHECKPOINTS = written();

    private static Path directory() {
        try {
            return Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Policy policy(Path model) {
        Path tiny = TinyRun.resource("/tiny");
        RandomWeights.write(ModelConfig.readFile(tiny.resolve("config.json")), tiny, model, 1);
        return Policy.load(model, Device.cpu(), Precision.FP32, Optional.empty(), 1);
    }

    private static Checkpoints written() {
        CheckpointSettings settings = new CheckpointSettings(10, 1, 2, true, "seed: 1\n");
        Checkpoints checkpoints = new Checkpoints(
                RUN, POLICY, settings, Map.of(), CheckpointsTest.provenance(List.of(), System.out), new RunClock());
        checkpoints.write(2);
        return checkpoints;
    }

    /** Restores a checkpoint, or verifies it. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        NamedInput file = NamedInput.of(input, List.of("state.json", "manifest.json"));
        Path step = CheckpointStore.of(RUN).path(2);
        if (file.name().equals("manifest.json")) {
            Files.write(step.resolve("manifest.json"), file.content());
            Manifest.verify(step);
            return;
        }
        Files.write(step.resolve("trainer").resolve("state.json"), file.content());
        try {
            CHECKPOINTS.restore(2);
        } catch (ConfigException e) {
            return;
        }
    }

    @Test
    void anyStateIsRestoredOrToldApart() {
        MutatedInputs.of(CheckpointFuzzTest.class).check(1000, CheckpointFuzzTest::fuzzerTestOneInput);
    }
}
