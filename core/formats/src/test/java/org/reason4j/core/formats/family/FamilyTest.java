package org.reason4j.core.formats.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.gguf.GgufExport;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.formats.huggingface.SequenceClassifier;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** What families read in {@code config.json}. */
class FamilyTest {

    private static ModelConfig config(String type, String keys) {
        return ModelConfig.parse("config.json", """
                {"model_type": "%s", "vocab_size": 100, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 8,
                 "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "max_position_embeddings": 1024 %s}
                """.formatted(type, keys.isEmpty() ? "" : ", " + keys));
    }

    private static Path fixture(String name) {
        try {
            return Path.of(Objects.requireNonNull(FamilyTest.class.getResource("/families/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void gemmasOlderKeysNameTwoRotationsAndAPatternOfWindows() {
        Architecture gemma = config("gemma3_text", """
                        "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0, "sliding_window": 512,
                        "rope_scaling": {"rope_type": "linear", "factor": 8.0}, "query_pre_attn_scalar": 256
                        """).architecture();

        assertThat(gemma.rotation().tables())
                .containsExactly(new Rope(1_000_000, new Rope.Linear(8)), new Rope(10_000, new Rope.Unscaled()));
        assertThat(gemma.rotation().ofLayer()).containsExactly(1, 1, 1, 1, 1, 0, 1, 1); // every sixth layer sees all
        assertThat(gemma.windows()).containsExactly(512, 512, 512, 512, 512, 0, 512, 512);
        assertThat(gemma.multipliers().embedding()).isEqualTo(8); // sqrt(64)
        assertThat(gemma.multipliers().attention()).isEqualTo(1 / 16.0); // 1 / sqrt(256)
    }

    @Test
    void gemmasNewNormsMultiplyByOne() {
        ModelConfig gemma = config("gemma3_text", "");
        RandomWeights weights = new RandomWeights(gemma, 1);
        TensorSpec norm = new TensorSpec("model.norm.weight", 64);

        assertThat(weights.readAsFloat32(norm, 0, 64).getFloat(0)).isZero(); // 1 is added to it
        assertThat(new RandomWeights(config("llama", ""), 1)
                        .readAsFloat32(norm, 0, 64)
                        .getFloat(0))
                .isOne();
    }

    @Test
    void everyFourthLayerOfSmolLm3HasNoRotation() {
        assertThat(config("smollm3", "").architecture().rotation().ofLayer())
                .containsExactly(0, 0, 0, Rotation.NONE, 0, 0, 0, Rotation.NONE);
        assertThat(config("smollm3", "\"no_rope_layers\": [0, 1, 1, 1, 1, 1, 1, 1]")
                        .architecture()
                        .rotation()
                        .ofLayer())
                .startsWith(Rotation.NONE, 0);
        assertThat(config("smollm3", "").tiedEmbeddings()).isTrue();
    }

    @Test
    void expertsAreOnEverySoManyLayersButThoseThatAreNamed() {
        Experts experts = config("qwen2_moe", """
                        "decoder_sparse_step": 2, "mlp_only_layers": [3], "num_experts": 7, "num_experts_per_tok": 3,
                        "moe_intermediate_size": 24, "shared_expert_intermediate_size": 40, "norm_topk_prob": true
                        """).architecture().experts();

        assertThat(experts.ofLayer()).containsExactly(false, true, false, false, false, true, false, true);
        assertThat(experts).isEqualTo(new Experts(7, 3, true, 24, 40, experts.ofLayer()));
    }

    /** Qwen2MoeConfig and Qwen3MoeConfig of transformers 5.24. */
    @Test
    void absentKeysOfMixturesMeanWhatTheyMeanToTransformers() {
        List<Boolean> all = Collections.nCopies(8, true);

        assertThat(config("qwen2_moe", "").architecture().experts())
                .isEqualTo(new Experts(60, 4, false, 1408, 5632, all));
        assertThat(config("qwen3_moe", "").architecture().experts()).isEqualTo(new Experts(128, 8, false, 768, 0, all));
        assertThat(config("qwen2_moe", "").architecture().layout().has(LayerWeight.QKV_BIAS))
                .isTrue();
        assertThat(config("qwen3_moe", "\"mlp_only_layers\": [0, 1, 2, 3, 4, 5, 6, 7]")
                        .architecture()
                        .experts())
                .isEqualTo(Experts.NONE);
    }

    /** Qwen2MoeConfig slides on even layers below max_window_layers; Qwen3MoeModel has one mask for all layers. */
    @Test
    void windowsOfMixturesAreOnOtherLayersThanThoseOfTheirDenseKin() {
        String keys = "\"use_sliding_window\": true, \"sliding_window\": 64, \"max_window_layers\": 5";

        assertThat(config("qwen2_moe", keys).architecture().windows()).containsExactly(64, 0, 64, 0, 64, 0, 0, 0);
        assertThat(config("qwen3_moe", keys).architecture().windows()).containsOnly(64);
        assertThat(config("qwen2", keys).architecture().windows()).containsExactly(0, 0, 0, 0, 0, 64, 64, 64);
        assertThat(config("qwen3_moe", "").architecture().windows()).containsOnly(0);
    }

    @Test
    void aSparseLayerHasTheNamesOfFilesAndADenseOneItsOwn() {
        ModelConfig qwen = config("qwen2_moe", """
                        "decoder_sparse_step": 2, "num_experts": 3, "moe_intermediate_size": 24,
                        "num_experts_per_tok": 2, "shared_expert_intermediate_size": 40
                        """);

        assertThat(qwen.tensors())
                .contains(
                        new TensorSpec("model.layers.0.mlp.gate_proj.weight", 96, 64),
                        new TensorSpec("model.layers.1.mlp.gate.weight", 3, 64),
                        new TensorSpec("model.layers.1.mlp.experts.2.gate_proj.weight", 24, 64),
                        new TensorSpec("model.layers.1.mlp.experts.2.down_proj.weight", 64, 24),
                        new TensorSpec("model.layers.1.mlp.shared_expert.up_proj.weight", 40, 64),
                        new TensorSpec("model.layers.1.mlp.shared_expert.down_proj.weight", 64, 40),
                        new TensorSpec("model.layers.1.mlp.shared_expert_gate.weight", 1, 64))
                .doesNotContain(new TensorSpec("model.layers.1.mlp.gate_proj.weight", 96, 64));
    }

    /** 1024 / 64 = 2^4 and 64 = 2^6, so the factor is sqrt(1 + 4 / 6). */
    @Test
    void longRopeIsReadForSequencesUpToTheLengthOfPretraining() {
        ModelConfig phi3 = ModelConfig.read(fixture("phi3-longrope"));

        assertThat(phi3.maxPositions()).isEqualTo(64);
        assertThat(phi3.json().path("max_position_embeddings").asInt()).isEqualTo(1024);
        assertThat(phi3.rope().attentionFactor()).isCloseTo(Math.sqrt(1 + 4 / 6.0), within(1e-12));
        assertThat(phi3.architecture().rotation().dimensions()).isEqualTo(6); // 3/4 of 8
        assertThat(phi3.architecture().windows()).containsExactly(9, 9, 9);
    }

    /** The numbers are those of {@code ROPE_INIT_FUNCTIONS} of transformers 5.24. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 256 | 1.138629436111989 | 1.0 0.2569350600242615 0.0625 0.013834965415298939 0.0024999999441206455 0.0007905694656074047 0.0002500000118743628 7.905694656074047e-05
            "rope_type": "yarn", "original_max_position_embeddings": 256, "truncate": false, "beta_fast": 16, "beta_slow": 2, "mscale": 1.0, "mscale_all_dim": 0.5 | 1.0648216253695715 | 1.0 0.29152563214302063 0.05066439509391785 0.007905694656074047 0.0024999999441206455 0.0007905694656074047 0.0002500000118743628 7.905694656074047e-05
            "rope_type": "longrope", "short_factor": [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5], "long_factor": [9.0], "original_max_position_embeddings": 64 | 1.2909944487358056 | 1.0 0.21081849932670593 0.05000000074505806 0.012649111449718475 0.0033333334140479565 0.0009035079274326563 0.0002500000118743628 7.027283572824672e-05
            "rope_type": "dynamic", "factor": 4.0 | 1 | 1.0 0.3162277638912201 0.10000000149011612 0.03162277862429619 0.009999999776482582 0.003162277862429619 0.0010000000474974513 0.0003162277862429619
            """)
    void frequenciesAreThoseOfTransformers(String parameters, double attention, String frequencies) {
        ModelConfig config = config("llama", "\"rope_parameters\": {\"rope_theta\": 10000.0, " + parameters + "}");

        assertThat(config.rope().attentionFactor()).isCloseTo(attention, within(1e-12));
        String[] expected = frequencies.split(" ", -1);
        double[] found = config.inverseFrequencies();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(Double.parseDouble(expected[i]), Percentage.withPercentage(3e-5));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gemma3_text | "final_logit_softcapping": 30.0 | 'final_logit_softcapping' is 30.0, which is not supported; expected it to be absent
            gemma3_text | "use_bidirectional_attention": true | 'use_bidirectional_attention' is true, which is not supported; expected it to be absent
            gemma3_text | "layer_types": ["full_attention"] | 'layer_types' names 1 layers, expected 8
            smollm3 | "no_rope_layers": [1] | 'no_rope_layers' has 1 numbers, expected one for each of 8 layers
            phi3 | "partial_rotary_factor": 0.6 | 'partial_rotary_factor' 0.6 rotates 9 of a head's 16 dimensions, expected an even number of them
            mixtral | "num_local_experts": 4 | model_type 'mixtral' is not supported; expected llama, mistral, qwen2, qwen3, qwen2_moe, qwen3_moe, granite, phi3, smollm3, olmo2, glm4 or gemma3_text
            qwen3_moe | "num_local_experts": 3, "num_experts_per_tok": 4 | 'num_experts_per_tok' is 4, expected at most 'num_local_experts', which is 3
            qwen3_moe | "num_experts": 4, "num_experts_per_tok": 5 | 'num_experts_per_tok' is 5, expected at most 'num_experts', which is 4
            llama | "rope_scaling": {"rope_type": "longrope"} | in 'rope_scaling': 'short_factor' is , expected a list of positive numbers, one for each pair of rotated dimensions
            llama | "rope_scaling": {"rope_type": "longrope", "short_factor": [1.0]} | 'short_factor' has 1 numbers, expected one for each of 8 pairs of rotated dimensions
            """)
    void whatCantBeHonouredIsNamed(String type, String keys, String complaint) {
        assertThatThrownBy(() -> config(type, keys))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("config.json")
                .hasMessageEndingWith(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"granite", "phi3", "smollm3", "olmo2", "glm4", "gemma3"})
    void aFamilyThatGgufHasNoTableForIsRefusedByName(String name, @TempDir Path folder) {
        String type = ModelConfig.read(fixture(name)).modelType();
        assertThatThrownBy(() -> GgufExport.run(fixture(name), folder.resolve("out.gguf"), GgufExport.Type.F16))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("a model of type '" + type
                        + "' can't be written as GGUF; expected one of llama, mistral, qwen2, qwen3");
    }

    @Test
    void windowsAreNotWrittenAsGguf(@TempDir Path folder) {
        assertThatThrownBy(() ->
                        GgufExport.run(fixture("mistral-window"), folder.resolve("out.gguf"), GgufExport.Type.F16))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        "a model with sliding windows can't be written as GGUF; expected layers that see all"
                                + " tokens");
    }

    @Test
    void aMixtureOfExpertsIsNotWrittenAsGguf(@TempDir Path folder) {
        assertThatThrownBy(() -> GgufExport.run(fixture("qwen3-moe"), folder.resolve("out.gguf"), GgufExport.Type.F16))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("a model of type 'qwen3_moe' can't be written as GGUF; expected one of llama,"
                        + " mistral, qwen2, qwen3");
    }

    @Test
    void aRewardModelHasTheNameThatTransformersHasForIt() {
        assertThat(List.of("phi3", "smollm3", "olmo2", "glm4", "gemma3", "qwen2-moe", "qwen3-moe"))
                .map(name -> SequenceClassifier.of(ModelConfig.read(fixture(name)))
                        .json()
                        .path("architectures")
                        .path(0)
                        .asText())
                .containsExactly(
                        "Phi3ForSequenceClassification",
                        "SmolLM3ForSequenceClassification",
                        "Olmo2ForSequenceClassification",
                        "Glm4ForSequenceClassification",
                        "Gemma3TextForSequenceClassification",
                        "Qwen2MoeForSequenceClassification",
                        "Qwen3MoeForSequenceClassification");
        assertThatThrownBy(() -> SequenceClassifier.of(ModelConfig.read(fixture("granite"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        "a reward model of type 'granite' is not supported: transformers has no class for one");
    }
}
