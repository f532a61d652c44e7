package org.reason4j.core.formats.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

class LoraAdapterTest {

    private static final LoraConfig CONFIG = new LoraConfig(2, 3, List.of("down_proj", "q_proj"), Optional.of("base"));

    @TempDir
    Path temporary;

    private final ModelConfig model = ModelConfig.read(Fixtures.model("qwen3"));

    private Path write() {
        Path target = temporary.resolve("adapter");
        try (LoraAdapterWriter writer = new LoraAdapterWriter(CONFIG, model, target, Dtype.F32)) {
            for (TensorSpec tensor : CONFIG.tensors(model)) {
                float[] values = new float[(int) tensor.elements()];
                values[0] = tensor.name().hashCode();
                writer.write(tensor.name(), Fixtures.floats(values));
            }
            writer.commit();
        }
        return target;
    }

    private Path rewritten(String from, String to) throws Exception {
        Path file = write().resolve("adapter_config.json");
        String json = Files.readString(file);
        assertThat(json).contains(from);
        Files.writeString(file, json.replace(from, to));
        return file;
    }

    @Test
    void anAdapterComesBackAsItWasWritten() {
        LoraAdapter adapter = LoraAdapter.open(write(), model);

        assertThat(adapter.config()).isEqualTo(CONFIG);
        assertThat(adapter.config().scale()).isEqualTo(1.5);
        String name = "base_model.model.model.layers.1.mlp.down_proj.lora_B.weight";
        assertThat(adapter.readAsFloat32(name).getFloat(0)).isEqualTo((float) name.hashCode());
    }

    @Test
    void tensorsHaveTheNamesAndShapesOfPeft() {
        assertThat(CONFIG.tensors(model))
                .hasSize(8)
                .startsWith(
                        new TensorSpec("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", 2, 64),
                        new TensorSpec("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", 128, 2),
                        new TensorSpec("base_model.model.model.layers.0.mlp.down_proj.lora_A.weight", 2, 128),
                        new TensorSpec("base_model.model.model.layers.0.mlp.down_proj.lora_B.weight", 64, 2));
    }

    @Test
    void allLinearMeansEveryProjection() throws Exception {
        Path file =
                rewritten("\"target_modules\" : [ \"q_proj\", \"down_proj\" ]", "\"target_modules\": \"all-linear\"");

        assertThat(LoraConfig.read(file.getParent()).targetModules())
                .containsExactly("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
    }

    @Test
    void namesOfPartsStandForAMatrixThatHoldsThem() {
        ModelConfig phi3 = ModelConfig.read(Fixtures.family("phi3"));
        LoraConfig parts = new LoraConfig(2, 3, List.of("q_proj", "up_proj", "o_proj"), Optional.empty());

        assertThat(parts.on(phi3).targetModules()).containsExactly("qkv_proj", "o_proj", "gate_up_proj");
        assertThat(parts.tensors(phi3)) // 4 query heads and 2 times 2 others of 8; gates and ups of 24
                .startsWith(
                        new TensorSpec("base_model.model.model.layers.0.self_attn.qkv_proj.lora_A.weight", 2, 32),
                        new TensorSpec("base_model.model.model.layers.0.self_attn.qkv_proj.lora_B.weight", 64, 2))
                .endsWith(
                        new TensorSpec("base_model.model.model.layers.2.mlp.gate_up_proj.lora_A.weight", 2, 32),
                        new TensorSpec("base_model.model.model.layers.2.mlp.gate_up_proj.lora_B.weight", 48, 2));
    }

    @Test
    void aModuleThatAModelLacksIsNamed() {
        LoraConfig fused = new LoraConfig(2, 3, List.of("qkv_proj", "o_proj"), Optional.empty());

        assertThatThrownBy(() -> fused.tensors(model))
                .isInstanceOf(ConfigException.class)
                .hasMessage("An adapter can't be put on module 'qkv_proj' of " + model.source()
                        + "; choose from [q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]");
    }

    @Test
    void expertsHaveNoAdapters() {
        ModelConfig mixture = ModelConfig.read(Fixtures.family("qwen3-moe"));
        LoraConfig gates = new LoraConfig(2, 3, List.of("q_proj", "gate_proj"), Optional.empty());

        assertThatThrownBy(() -> gates.tensors(mixture))
                .isInstanceOf(ConfigException.class)
                .hasMessage("An adapter can't be put on module 'gate_proj' of " + mixture.source()
                        + ", whose adapters are on attention, not on the experts"
                        + "; choose from [q_proj, k_proj, v_proj, o_proj]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "bias" : "none" | "bias": "all" | 'bias' is 'all', which is not supported; expected 'none'
            "peft_type" : "LORA" | "peft_type": "IA3" | 'peft_type' is 'IA3', which is not supported; expected 'LORA'
            "task_type" : "CAUSAL_LM" | "task_type": "SEQ_CLS" | 'task_type' is 'SEQ_CLS', which is not supported; expected 'CAUSAL_LM'
            "use_dora" : false | "use_dora": true | 'use_dora' is true, which is not supported; expected it to be off
            "use_rslora" : false | "use_rslora": true | 'use_rslora' is true, which is not supported; expected it to be off
            "rank_pattern" : { } | "rank_pattern": {"q_proj": 1} | 'rank_pattern' is {"q_proj":1}, which is not supported; expected it to be off
            "modules_to_save" : null | "modules_to_save": ["lm_head"] | 'modules_to_save' is ["lm_head"], which is not supported; expected it to be off
            "r" : 2 | "r": 0 | 'r' is 0, expected a positive whole number
            "lora_alpha" : 3 | "lora_alpha": 0 | The alpha of an adapter must be positive, got 0.0
            "q_proj" | "lm_head" | An adapter can't be put on module 'lm_head'; choose from [q_proj, k_proj, v_proj, qkv_proj, o_proj, gate_proj, up_proj, gate_up_proj, down_proj]
            [ "q_proj", "down_proj" ] | ".*proj" | 'target_modules' is ".*proj", expected a list of names or "all-linear"
            """)
    void whatCantBeHonouredIsNamed(String from, String to, String complaint) throws Exception {
        Path file = rewritten(from, to);

        assertThatThrownBy(() -> LoraConfig.read(file.getParent()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": " + complaint);
    }

    @Test
    void adaptersOfAnotherModelAreRefused() throws Exception {
        Path directory = rewritten("\"r\" : 2", "\"r\" : 4").getParent();

        assertThatThrownBy(() -> LoraAdapter.open(directory, model))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "The adapters in " + directory.resolve("adapter_model.safetensors") + " don't fit "
                                + model.source() + " with " + directory.resolve("adapter_config.json")
                                + "; wrong shape: "
                                + "'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight' has shape [2, 64], expected [4, 64], ")
                .hasMessageEndingWith(" and 5 more.");
    }
}
