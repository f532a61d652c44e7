package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

class ModelDirectoryWriterTest {

    @TempDir
    Path temporary;

    private Path source;
    private Path target;
    private ModelConfig config;
    private ModelWeights weights;

    @BeforeEach
    void openTheSource() {
        source = Fixtures.model("qwen3");
        target = temporary.resolve("written");
        config = ModelConfig.read(source);
        weights = ModelWeights.open(source, config);
    }

    private ModelDirectoryWriter writer(Dtype dtype, long maxShardBytes) {
        return new ModelDirectoryWriter(config, source, target, dtype, maxShardBytes);
    }

    private void writeAll(ModelDirectoryWriter writer) {
        config.tensors().forEach(tensor -> writer.write(tensor.name(), weights.readAsFloat32(tensor.name())));
        writer.commit();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 100_000, 1})
    void weightsComeBackWhateverTheShardsAre(long maxShardBytes) {
        try (ModelDirectoryWriter writer = writer(Dtype.F32, maxShardBytes)) {
            writeAll(writer);
        }
        ModelWeights read = ModelWeights.open(target, ModelConfig.read(target));

        for (TensorSpec tensor : config.tensors()) {
            assertThat(read.readAsFloat32(tensor.name())).isEqualTo(weights.readAsFloat32(tensor.name()));
        }
    }

    @Test
    void shardsAreNamedAndIndexedAsOtherToolsExpect() {
        try (ModelDirectoryWriter writer = writer(Dtype.BF16, 100_000)) {
            writeAll(writer);
        }
        ObjectNode index =
                JsonFile.read(target.resolve("model.safetensors.index.json")).root();

        assertThat(target.resolve("model.safetensors")).doesNotExist();
        assertThat(index.path("weight_map").path("model.embed_tokens.weight").asText())
                .isEqualTo("model-00001-of-00003.safetensors");
        assertThat(index.path("metadata").path("total_size").asLong())
                .isEqualTo(2
                        * config.tensors().stream()
                                .mapToLong(TensorSpec::elements)
                                .sum());
    }

    @Test
    void everythingButTheNumberFormatIsKept() throws Exception {
        try (ModelDirectoryWriter writer = writer(Dtype.BF16, Long.MAX_VALUE)) {
            writeAll(writer);
        }
        ObjectNode expected = config.json();
        expected.put("dtype", "bfloat16");

        assertThat(JsonFile.read(target.resolve("config.json")).root()).isEqualTo(expected);
        for (String name :
                new String[] {"tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "generation_config.json"
                }) {
            assertThat(target.resolve(name)).hasSameBinaryContentAs(source.resolve(name));
        }
        assertThat(target.resolve("expected.json")).doesNotExist();
    }

    @Test
    void nothingIsSeenBeforeTheCommitAndNothingStaysWithoutIt() {
        try (ModelDirectoryWriter writer = writer(Dtype.F32, 100_000)) {
            writer.write("model.embed_tokens.weight", weights.readAsFloat32("model.embed_tokens.weight"));
            assertThat(target).doesNotExist();
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was not written");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsReplaced() throws Exception {
        Files.createDirectories(temporary.resolve(".written.partial/deep"));
        Files.writeString(temporary.resolve(".written.partial/deep/rest"), "rest");
        try (ModelDirectoryWriter writer = writer(Dtype.F32, Long.MAX_VALUE)) {
            writeAll(writer);
        }
        assertThat(temporary).isDirectoryNotContaining("glob:**.partial");
        assertThat(target.resolve("deep")).doesNotExist();
    }

    @Test
    void aDirectoryThatIsInUseIsLeftAlone() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("mine"), "precious");

        assertThatThrownBy(() -> writer(Dtype.F32, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage(target + " exists already and is not empty. Choose another directory, or delete it.");
        assertThat(target.resolve("mine")).hasContent("precious");
    }

    @Test
    void anUnwritablePlaceIsNamed() throws Exception {
        target = Files.writeString(temporary.resolve("occupied"), "").resolve("written");

        assertThatThrownBy(() -> writer(Dtype.F32, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Can't write " + target.getParent())
                .cause()
                .hasMessageEndingWith("Not a directory");
    }
}
