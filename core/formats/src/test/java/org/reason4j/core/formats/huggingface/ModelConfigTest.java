package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.family.Rope;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

class ModelConfigTest {

    private static ModelConfig changed(String model, String from, String to) {
        String json = Fixtures.config(model);
        assertThat(json).contains(from);
        return ModelConfig.parse("config.json", json.replace(from, to));
    }

    private static boolean has(ModelConfig config, LayerWeight weight) {
        return config.architecture().layout().has(weight);
    }

    @Test
    void aLlamaIsReadWithItsSizes() {
        ModelConfig config = ModelConfig.read(Fixtures.model("llama"));

        assertThat(config.modelType()).isEqualTo("llama");
        assertThat(config.vocabularySize()).isEqualTo(100);
        assertThat(config.hiddenSize()).isEqualTo(64);
        assertThat(config.intermediateSize()).isEqualTo(128);
        assertThat(config.layers()).isEqualTo(2);
        assertThat(config.heads()).isEqualTo(4);
        assertThat(config.keyValueHeads()).isEqualTo(2);
        assertThat(config.headSize()).isEqualTo(16);
        assertThat(config.normEpsilon()).isEqualTo(1e-6);
        assertThat(config.maxPositions()).isEqualTo(1024);
        assertThat(config.initializerRange()).isEqualTo(0.02);
        assertThat(config.rope()).isEqualTo(new Rope(10_000, new Rope.Unscaled()));
        assertThat(config.endOfSequence()).containsExactly(2);
        assertThat(config.beginningOfSequence()).isEqualTo(OptionalInt.of(1));
        assertThat(config.padding()).isEqualTo(OptionalInt.of(0));
        assertThat(config.tiedEmbeddings() || has(config, LayerWeight.QKV_BIAS) || has(config, LayerWeight.Q_NORM))
                .isFalse();
        assertThat(config.architecture().feedForwardBias()).isFalse();
    }

    @Test
    void aQwen2HasBiasesOnQueryKeyAndValueOnly() {
        ModelConfig config = ModelConfig.read(Fixtures.model("qwen2-tied"));

        assertThat(has(config, LayerWeight.QKV_BIAS)).isTrue();
        assertThat(has(config, LayerWeight.OUT_BIAS)).isFalse();
        assertThat(config.tiedEmbeddings()).isTrue();
        assertThat(config.headSize()).isEqualTo(16); // 64 / 4, there is no head_dim
    }

    @Test
    void aQwen3NormalizesQueriesAndKeysOfHeadsWithASizeOfTheirOwn() {
        ModelConfig config = ModelConfig.read(Fixtures.model("qwen3"));

        assertThat(has(config, LayerWeight.Q_NORM)).isTrue();
        assertThat(config.headSize()).isEqualTo(32); // not 64 / 4
        assertThat(config.tensors())
                .contains(
                        new TensorSpec("model.layers.1.self_attn.q_norm.weight", 32),
                        new TensorSpec("model.layers.1.self_attn.o_proj.weight", 64, 128));
    }

    @Test
    void aLlamaWithAttentionBiasHasItOnTheOutputToo() {
        ModelConfig config = changed("llama", "\"attention_bias\": false", "\"attention_bias\": true");

        assertThat(has(config, LayerWeight.OUT_BIAS)).isTrue();
        assertThat(config.tensors()).contains(new TensorSpec("model.layers.0.self_attn.o_proj.bias", 64));
    }

    @Test
    void mlpBiasAddsThreeBiasesPerLayer() {
        assertThat(changed("llama", "\"mlp_bias\": false", "\"mlp_bias\": true").tensors())
                .contains(
                        new TensorSpec("model.layers.0.mlp.gate_proj.bias", 128),
                        new TensorSpec("model.layers.0.mlp.up_proj.bias", 128),
                        new TensorSpec("model.layers.1.mlp.down_proj.bias", 64));
    }

    @Test
    void oldKeysMeanTheSameAsNewOnes() {
        String rope = "\"rope_parameters\": {\n    \"rope_theta\": 10000.0,\n    \"rope_type\": \"default\"\n  }";
        String old = "\"rope_theta\": 500000.0, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}";

        assertThat(changed("llama", rope, old).rope()).isEqualTo(new Rope(500_000, new Rope.Linear(4)));
        assertThat(changed("llama", rope, "\"rope_theta\": 500000.0, \"rope_scaling\": null")
                        .rope())
                .isEqualTo(new Rope(500_000, new Rope.Unscaled()));
    }

    @Test
    void aMissingKeyValueHeadCountMeansOnePerHeadForLlamaOnly() {
        assertThat(changed("llama", "\"num_key_value_heads\": 2,", "").keyValueHeads())
                .isEqualTo(4);
        assertThatThrownBy(() -> changed("qwen3", "\"num_key_value_heads\": 2,", ""))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config.json has no key 'num_key_value_heads', which is required");
    }

    @Test
    void generationSettingsDecideWhatEndsAResponse(@TempDir Path directory) throws Exception {
        Fixtures.copy("llama", directory);
        Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\": [5, 2]}");

        assertThat(ModelConfig.read(directory).endOfSequence()).containsExactly(5, 2);
    }

    @Test
    void unknownKeysAreKept() {
        ModelConfig config = changed("llama", "\"use_cache\": true", "\"invented\": {\"deep\": [1]}");

        assertThat(config.json(Dtype.BF16).path("invented").path("deep").path(0).asInt())
                .isEqualTo(1);
        assertThat(config.json(Dtype.BF16).path("dtype").asText()).isEqualTo("bfloat16");
    }

    @Test
    void theNumberFormatKeepsItsOldKey() {
        ModelConfig config = changed("llama", "\"dtype\"", "\"torch_dtype\"");

        assertThat(config.json(Dtype.F16).path("torch_dtype").asText()).isEqualTo("float16");
        assertThat(config.json(Dtype.F16).has("dtype")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "model_type": "llama" | "model_type": "gemma" | model_type 'gemma' is not supported; expected llama, mistral, qwen2, qwen3, qwen2_moe, qwen3_moe, granite, phi3, smollm3, olmo2, glm4 or gemma3_text
            "hidden_act": "silu" | "hidden_act": "gelu" | hidden_act 'gelu' is not supported; expected silu or gelu_pytorch_tanh
            "hidden_size": 64 | "hidden_size": -1 | 'hidden_size' is -1, expected a positive whole number
            "hidden_size": 64 | "hidden_size": "64" | 'hidden_size' is "64", expected a positive whole number
            "rms_norm_eps": 1e-06 | "rms_norm_eps": "x" | 'rms_norm_eps' is "x", expected a number
            "mlp_bias": false | "mlp_bias": 0 | 'mlp_bias' is 0, expected true or false
            "num_key_value_heads": 2 | "num_key_value_heads": 3 | num_attention_heads 4 is not a multiple of num_key_value_heads 3
            "head_dim": 16 | "head_dim": 15 | the head size is 15, expected an even number
            "eos_token_id": 2 | "eos_token_id": [2, 100] | 'eos_token_id' holds 100, expected an id from 0 to 99 (vocab_size 100)
            "use_cache": true | "quantization_config": {} | 'quantization_config' is set, but quantized weights can't be trained. Use the unquantized model.
            "use_cache": true | "partial_rotary_factor": 0.5 | 'partial_rotary_factor' is 0.5; only 1 is supported
            """)
    void whatCantBeHonouredIsNamed(String from, String to, String complaint) {
        assertThatThrownBy(() -> changed("llama", from, to))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config.json: " + complaint);
    }

    @Test
    void anUnknownRopeTypeIsNamed() {
        assertThatThrownBy(() -> changed("llama", "\"rope_type\": \"default\"", "\"rope_type\": \"spiral\""))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "config.json in 'rope_parameters': rope type 'spiral' is not supported; expected default, linear, dynamic, llama3, yarn or longrope");
    }

    @Test
    void aSlidingWindowIsThatOfTheLayersThatHaveOne() {
        String mistral = Fixtures.config("llama").replace("\"llama\"", "\"mistral\"");
        assertThat(windows(mistral.replace("\"use_cache\": true", "\"sliding_window\": 512")))
                .containsExactly(512, 512);

        String qwen = Fixtures.config("qwen3")
                .replace("\"use_sliding_window\": false", "\"use_sliding_window\": true")
                .replace("\"sliding_window\": null", "\"sliding_window\": 512");
        assertThat(windows(qwen.replace("\"full_attention\"\n", "\"sliding_attention\"\n")))
                .containsExactly(0, 512);
        assertThat(windows(qwen.replaceAll("\"layer_types\": \\[[^]]*],", "")
                        .replaceAll("\"max_window_layers\": \\d+", "\"max_window_layers\": 1")))
                .containsExactly(0, 512);
    }

    @Test
    void aKindOfLayerThatIsNotSupportedIsNamed() {
        assertThatThrownBy(() -> changed("qwen3", "\"full_attention\"\n", "\"linear_attention\"\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config.json: layer type 'linear_attention' is not supported; expected full_attention or "
                        + "sliding_attention");
    }

    private static List<Integer> windows(String json) {
        return ModelConfig.parse("config.json", json).architecture().windows();
    }

    @Test
    void aSlidingWindowThatChangesNothingIsFine() {
        String mistral = Fixtures.config("llama").replace("\"llama\"", "\"mistral\"");

        assertThat(windows(mistral)).containsExactly(0, 0); // 4096 over 1024 positions
        assertThat(ModelConfig.parse(
                                "config.json",
                                mistral.replace(
                                        "\"max_position_embeddings\": 1024",
                                        "\"max_position_embeddings\": 32768, \"sliding_window\": null"))
                        .maxPositions())
                .isEqualTo(32768);
        assertThat(changed("qwen3", "\"sliding_window\": null", "\"sliding_window\": 512")
                        .architecture()
                        .hasWindows())
                .isFalse();
    }

    @Test
    void aMissingOrBrokenFileIsNamed(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("config.json");
        assertThatThrownBy(() -> ModelConfig.read(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessage("No file " + file + "; a Hugging Face directory has one");
        Files.writeString(file, "{\"a\": ");
        assertThatThrownBy(() -> ModelConfig.read(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + " is not valid JSON: ")
                .hasMessageEndingWith("at line 1. The file may be incomplete; get it again.");
        Files.writeString(file, "[1]");
        assertThatThrownBy(() -> ModelConfig.read(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + " holds a JSON array, expected a JSON object");
    }

    // The numbers of the next three tests are LlamaRotaryEmbedding(config).inv_freq of transformers 5.17.

    @Test
    void unscaledFrequenciesAreThoseOfTransformers() {
        assertThat(ModelConfig.read(Fixtures.model("llama")).inverseFrequencies())
                .containsExactly(
                        new double[] {
                            1.0,
                            0.3162277638912201,
                            0.10000000149011612,
                            0.03162277862429619,
                            0.009999999776482582,
                            0.003162277862429619,
                            0.0010000000474974513,
                            0.0003162277862429619
                        },
                        within(1e-9));
    }

    @Test
    void linearlyScaledFrequenciesAreThoseOfTransformers() {
        ModelConfig config =
                changed("llama", "\"rope_type\": \"default\"", "\"rope_type\": \"linear\", \"factor\": 4.0");

        assertThat(config.inverseFrequencies())
                .containsExactly(
                        new double[] {
                            0.25,
                            0.07905694097280502,
                            0.02500000037252903,
                            0.007905694656074047,
                            0.0024999999441206455,
                            0.0007905694656074047,
                            0.0002500000118743628,
                            7.905694656074047e-05
                        },
                        within(1e-9));
    }

    @Test
    void llama3FrequenciesAreThoseOfTransformers() {
        double[] transformers = {
            1.0,
            0.663601279258728,
            0.44036662578582764,
            0.2922278344631195,
            0.193922758102417,
            0.12868738174438477,
            0.08539710193872452,
            0.05666961893439293,
            0.03760603070259094,
            0.02495540864765644,
            0.016560440883040428,
            0.010989529080688953,
            0.00729266507551074,
            0.00483942124992609,
            0.0032114461064338684,
            0.0013718936825171113,
            0.0005248460220173001,
            0.0001785077911335975,
            7.784655463183299e-05,
            5.165906986803748e-05,
            3.428102354519069e-05,
            2.2748929040972143e-05,
            1.5096217794052791e-05,
            1.0017868589784484e-05,
            6.647869668086059e-06,
            4.411534519022098e-06,
            2.927499735960737e-06,
            1.9426925064180978e-06,
            1.289173155782919e-06,
            8.554969213037111e-07,
            5.677088097399974e-07,
            3.76732259610435e-07
        };
        Rope rope = new Rope(500_000, new Rope.Llama3(8, 1, 4, 8192));

        double[] ours = rope.inverseFrequencies(64);

        assertThat(ours).hasSize(32);
        for (int i = 0; i < ours.length; i++) { // one unit in the last place of fp32 is 6e-8 to 1.2e-7 of the value
            assertThat(ours[i]).isCloseTo(transformers[i], within(2.5e-7 * transformers[i]));
        }
    }

    @Test
    void llama3ScalingIsReadWithItsParameters() {
        ModelConfig config = changed(
                "llama",
                "\"rope_type\": \"default\"",
                "\"rope_type\": \"llama3\", \"factor\": 8.0, "
                        + "\"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 256");

        assertThat(config.rope()).isEqualTo(new Rope(10_000, new Rope.Llama3(8, 1, 4, 256)));
    }

    @Test
    void anIdOfMinusOneStandsForNone() {
        String json = Fixtures.config("llama").replaceAll("\"pad_token_id\": *[^,\n]*", "\"pad_token_id\": -1");
        assertThat(json).contains("\"pad_token_id\": -1");
        assertThat(ModelConfig.parse("config.json", json).padding()).isEmpty();
    }
}
