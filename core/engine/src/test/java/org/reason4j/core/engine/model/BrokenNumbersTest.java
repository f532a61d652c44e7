package org.reason4j.core.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.api.plugin.ConfigException;

/** Numbers that training can't go on with, in files and in memory. */
class BrokenNumbersTest {

    @TempDir
    Path directory;

    @Test
    void aModelWithANumberThatIsNotFiniteIsRefusedAndNamesTheTensor() throws IOException {
        Path model = directory.resolve("model");
        try (Policy policy = policy(Optional.empty())) {
            policy.save(model);
        }
        Path weights = model.resolve("model.safetensors");
        byte[] content = Files.readAllBytes(weights);
        Arrays.fill(content, content.length - 4, content.length, (byte) -1); // NaN
        Files.write(weights, content);
        assertThatThrownBy(() -> LanguageModel.load(model, Device.cpu(), Precision.FP32))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("The weights in " + model + " can't be used: tensor '")
                .hasMessageContaining("holds NaN, expected finite numbers.");
    }

    @Test
    void aWeightThatIsNotFiniteIsNamed() {
        try (Policy policy = policy(Optional.empty())) {
            assertThat(policy.brokenNumber()).isEmpty();
            scale(policy, Double.POSITIVE_INFINITY);
            assertThat(policy.brokenNumber())
                    .get()
                    .asString()
                    .startsWith("weight of 'model.embed_tokens.weight' holds ");
        }
    }

    @Test
    void anAdapterThatIsNotFiniteIsNamed() {
        LoraSettings lora = new LoraSettings(2, 4, List.of("q_proj"));
        try (Policy policy = policy(Optional.of(lora))) {
            assertThat(policy.brokenNumber()).isEmpty();
            scale(policy, Double.NaN);
            assertThat(policy.brokenNumber()).get().asString().contains("q_proj.lora_A.weight' holds NaN");
        }
    }

    @Test
    void momentsOfAnotherModelAreRefused() {
        Path checkpoint = directory.resolve("checkpoint");
        Path moments = directory.resolve("optimizer.safetensors");
        try (Policy whole = policy(Optional.empty());
                Policy adapted = policy(Optional.of(new LoraSettings(2, 4, List.of("q_proj"))))) {
            whole.save(checkpoint);
            adapted.saveOptimizer(moments);
            assertThatThrownBy(() -> whole.restore(checkpoint, moments, 1))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("The moments in " + moments + " don't fit the model; missing: 'first.");
        }
    }

    private static void scale(Policy policy, double factor) {
        try (NDManager scope = policy.model().scope();
                WeightVector weights = policy.parameters(scope)) {
            policy.move(weights, factor);
        }
    }

    private static Policy policy(Optional<LoraSettings> lora) {
        return Policy.load(TinyModels.directory(TinyModels.QWEN3), Device.cpu(), Precision.FP32, lora, 1);
    }
}
