package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

class RandomWeightsTest {

    private static final TensorSpec MATRIX = new TensorSpec("model.embed_tokens.weight", 400, 250);

    @TempDir
    Path directory;

    private static float[] read(long seed, TensorSpec tensor, long firstRow, long rows) {
        ModelConfig config = ModelConfig.read(Fixtures.model("llama")); // its initializer_range is 0.02
        return Fixtures.array(new RandomWeights(config, seed).readAsFloat32(tensor, firstRow, rows));
    }

    @Test
    void matricesHaveTheSpreadOfTheInitializerRange() {
        float[] values = read(7, MATRIX, 0, 400);
        double sum = 0;
        double squares = 0;
        int withinOneDeviation = 0;
        for (float value : values) {
            sum += value;
            squares += value * value;
            withinOneDeviation += Math.abs(value) < 0.02 ? 1 : 0;
        }
        // 100 000 draws: the mean has a standard error of 0.02 / 316 = 6e-5, the deviation one of 4.5e-5
        assertThat(sum / values.length).isCloseTo(0, within(3e-4));
        assertThat(Math.sqrt(squares / values.length)).isCloseTo(0.02, within(2e-4));
        assertThat(withinOneDeviation / 100_000.0).isCloseTo(0.6827, within(0.01));
    }

    @Test
    void rowsAreTheSameInHoweverManyPiecesTheyAreRead() {
        float[] whole = read(7, MATRIX, 0, 400);
        float[] row = read(7, MATRIX, 123, 1);
        for (int i = 0; i < 250; i++) {
            assertThat(row[i]).isEqualTo(whole[123 * 250 + i]);
        }
    }

    @Test
    void anotherSeedOrNameGivesOtherNumbers() {
        float[] one = read(7, MATRIX, 0, 1);
        assertThat(read(8, MATRIX, 0, 1)).isNotEqualTo(one);
        assertThat(read(7, new TensorSpec("lm_head.weight", 400, 250), 0, 1)).isNotEqualTo(one);
        assertThat(read(7, MATRIX, 1, 1)).isNotEqualTo(one);
    }

    @Test
    void normsAreOnesAndBiasesZeros() {
        assertThat(read(7, new TensorSpec("model.layers.0.self_attn.q_norm.weight", 3), 0, 3))
                .containsExactly(1, 1, 1);
        assertThat(read(7, new TensorSpec("model.layers.0.self_attn.q_proj.bias", 3), 0, 3))
                .containsExactly(0, 0, 0);
    }

    @Test
    void aDirectoryHasTheSameBytesForTheSameSeed() throws Exception {
        Path tokenizer = Fixtures.model("qwen2-tied");
        ModelConfig config = ModelConfig.readFile(tokenizer.resolve("config.json"));
        RandomWeights.write(config, tokenizer, directory.resolve("one"), 3);
        RandomWeights.write(config, tokenizer, directory.resolve("two"), 3);

        assertThat(directory.resolve("two/model.safetensors"))
                .hasSameBinaryContentAs(directory.resolve("one/model.safetensors"));
        assertThat(directory.resolve("one/tokenizer.json")).hasSameBinaryContentAs(tokenizer.resolve("tokenizer.json"));
        assertThat(ModelConfig.read(directory.resolve("one")).json()).isEqualTo(config.json());
        ModelWeights.open(directory.resolve("one"), config);
    }

    @Test
    void theNumberFormatIsTheOneThatTheConfigurationNames() throws Exception {
        Path tokenizer = Fixtures.model("llama");
        Path file = Files.writeString(
                directory.resolve("config.json"), Fixtures.config("llama").replace("float32", "bfloat16"));
        RandomWeights.write(ModelConfig.readFile(file), tokenizer, directory.resolve("model"), 3);

        ModelWeights weights = ModelWeights.open(directory.resolve("model"));
        assertThat(weights.dtype("lm_head.weight")).isEqualTo(Dtype.BF16);
    }

    @Test
    void aTokenizerWithMoreIdsThanTheModelIsRefusedBeforeAnythingIsWritten() throws Exception {
        Path file = Files.writeString(
                directory.resolve("config.json"),
                Fixtures.config("llama").replace("\"vocab_size\": 100", "\"vocab_size\": 90"));
        Path target = directory.resolve("model");

        assertThatThrownBy(() -> RandomWeights.write(ModelConfig.readFile(file), Fixtures.model("llama"), target, 3))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has ids up to 99");
        assertThat(target).doesNotExist();
    }
}
