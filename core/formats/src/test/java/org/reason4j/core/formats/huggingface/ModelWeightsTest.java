package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;
import org.reason4j.core.formats.safetensors.TensorSpec;

class ModelWeightsTest {

    @TempDir
    Path directory;

    private Path write(String name, TensorSpec... tensors) {
        Path file = directory.resolve(name);
        try (SafetensorsWriter writer = new SafetensorsWriter(file, Dtype.F32, List.of(tensors))) {
            for (TensorSpec tensor : tensors) {
                writer.write(tensor.name(), Fixtures.floats(new float[(int) tensor.elements()]));
            }
            writer.commit();
        }
        return file;
    }

    private void index(String weightMap) throws Exception {
        Files.writeString(directory.resolve("model.safetensors.index.json"), "{\"weight_map\": {" + weightMap + "}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-tied", "qwen3"})
    void aModelThatTransformersWroteHoldsExactlyTheExpectedTensors(String name) {
        ModelConfig config = ModelConfig.read(Fixtures.model(name));

        ModelWeights weights = ModelWeights.open(Fixtures.model(name), config);

        assertThat(weights.tensors()).containsExactlyInAnyOrderElementsOf(config.tensors());
    }

    // The numbers were read with the safetensors library for Python.
    @Test
    void valuesAreThoseThatTransformersWrote() {
        ModelWeights weights = ModelWeights.open(Fixtures.model("llama"));

        assertThat(weights.dtype("model.norm.weight")).isEqualTo(Dtype.F32);
        assertThat(Fixtures.array(weights.readAsFloat32("model.norm.weight")))
                .hasSize(64)
                .startsWith(0.79883027f, 0.8091606f, 0.8687352f);
        assertThat(Fixtures.array(weights.readAsFloat32("lm_head.weight", 99, 1)))
                .hasSize(64)
                .startsWith(0.10535857f, 0.023362255f, 0.08323626f);
    }

    @Test
    void aTiedModelMayStillHoldItsOutputProjectionAndOldTables() throws Exception {
        ModelConfig tied = ModelConfig.read(Fixtures.model("qwen2-tied"));
        TensorSpec[] tensors = Stream.concat(
                        tied.tensors().stream(),
                        Stream.of(
                                new TensorSpec("lm_head.weight", 100, 64),
                                new TensorSpec("model.layers.0.self_attn.rotary_emb.inv_freq", 8)))
                .toArray(TensorSpec[]::new);
        write("model.safetensors", tensors);

        assertThat(ModelWeights.open(directory, tied).tensors()).hasSize(tensors.length);
    }

    @Test
    void aTiedModelMayHoldItsOutputProjectionAlone() {
        ModelConfig tied = ModelConfig.read(Fixtures.model("qwen2-tied"));
        write("model.safetensors", renamed(tied, "model.embed_tokens.weight", "lm_head.weight"));

        ModelWeights weights = ModelWeights.open(directory, tied);

        assertThat(weights.tensors()).containsExactlyInAnyOrderElementsOf(tied.tensors());
        assertThat(Fixtures.array(weights.readAsFloat32("model.embed_tokens.weight")))
                .hasSize(100 * 64);
    }

    @Test
    void namesMayLackTheirPrefix() {
        ModelConfig config = ModelConfig.read(Fixtures.model("qwen3"));
        write("model.safetensors", renamed(config, "model.", ""));

        assertThat(ModelWeights.open(directory, config).tensors())
                .containsExactlyInAnyOrderElementsOf(config.tensors());
    }

    private static TensorSpec[] renamed(ModelConfig config, String from, String to) {
        return config.tensors().stream()
                .map(tensor -> new TensorSpec(tensor.name().replace(from, to), tensor.shape()))
                .toArray(TensorSpec[]::new);
    }

    @Test
    void allDifferencesAreReportedTogether() {
        ModelConfig config = ModelConfig.read(Fixtures.model("llama"));
        write("model.safetensors", new TensorSpec("model.embed_tokens.weight", 64, 100), new TensorSpec("extra", 1));

        assertThatThrownBy(() -> ModelWeights.open(directory, config))
                .isInstanceOf(ConfigException.class)
                .hasMessage("The weights in " + directory + " don't fit " + config.source() + "; missing: "
                        + "'model.layers.0.input_layernorm.weight', 'model.layers.0.self_attn.q_proj.weight', "
                        + "'model.layers.0.self_attn.k_proj.weight' and 17 more; unexpected: 'extra'; wrong shape: "
                        + "'model.embed_tokens.weight' has shape [64, 100], expected [100, 64].");
    }

    @Test
    void shardsAreReadThroughTheirIndex() throws Exception {
        write("one.safetensors", new TensorSpec("a", 1));
        write("two.safetensors", new TensorSpec("b", 2));
        index("\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"");

        ModelWeights weights = ModelWeights.open(directory);

        assertThat(weights.tensors()).containsExactly(new TensorSpec("a", 1), new TensorSpec("b", 2));
        assertThat(weights.readAsFloat32("b").remaining()).isEqualTo(8);
        assertThatThrownBy(() -> weights.readAsFloat32("c"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory + " has no tensor 'c'; it has 'a', 'b'");
    }

    @Test
    void aMissingShardIsNamed() throws Exception {
        index("\"a\": \"one.safetensors\"");

        assertThatThrownBy(() -> ModelWeights.open(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("model.safetensors.index.json")
                        + " names the file one.safetensors, which is missing. Get the rest of the model.");
    }

    @Test
    void aTensorThatIsNotInItsShardIsNamed() throws Exception {
        write("one.safetensors", new TensorSpec("a", 1));
        index("\"b\": \"one.safetensors\"");

        assertThatThrownBy(() -> ModelWeights.open(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        directory.resolve("model.safetensors.index.json")
                                + " says that one.safetensors holds tensor 'b', but it doesn't. The files don't belong together.");
    }

    @Test
    void anIndexCantLeadOutOfItsDirectory() throws Exception {
        index("\"a\": \"../one.safetensors\"");

        assertThatThrownBy(() -> ModelWeights.open(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("model.safetensors.index.json")
                        + " puts tensor 'a' into '../one.safetensors', expected the name of a file beside it");
    }

    @Test
    void aDirectoryWithoutWeightsIsNamed() {
        assertThatThrownBy(() -> ModelWeights.open(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory + " holds neither model.safetensors nor model.safetensors.index.json. "
                        + "Convert weights of other formats to safetensors first.");
    }
}
