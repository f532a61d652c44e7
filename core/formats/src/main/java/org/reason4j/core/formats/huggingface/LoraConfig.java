package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.family.LayerLayout;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Low-rank adapters as PEFT describes them: {@code W + alpha / rank * B A} for every target module of every layer.
 *
 * @param rank rows of {@code A} and columns of {@code B}
 * @param alpha numerator of the scale
 * @param targetModules names such as {@code q_proj}; kept in the order of the forward pass
 * @param baseModel the model that the adapters belong to: a name or a path
 */
public record LoraConfig(int rank, double alpha, List<String> targetModules, Optional<String> baseModel) {

    static final String FILE = "adapter_config.json";

    private static final Set<String> FUSED = Set.of("qkv_proj", "gate_up_proj");
    private static final List<String> MODULES = LayerLayout.MODULES;

    /** What "all-linear" stands for; where a model has several of them as one, their names stand for that. */
    private static final List<String> ALL =
            MODULES.stream().filter(module -> !FUSED.contains(module)).toList();

    /** Settings that change an adapter's meaning and are not computed; accepted when absent, null, false or empty. */
    static final List<String> UNSUPPORTED = List.of(
            "use_dora",
            "use_rslora",
            "use_qalora",
            "use_bdlora",
            "lora_bias",
            "fan_in_fan_out",
            "rank_pattern",
            "alpha_pattern",
            "modules_to_save",
            "layers_to_transform",
            "layers_pattern",
            "exclude_modules",
            "target_parameters",
            "trainable_token_indices",
            "layer_replication",
            "alora_invocation_tokens",
            "megatron_config",
            "arrow_config",
            "kasa_config",
            "velora_config",
            "monteclora_config");

    public LoraConfig {
        check(rank > 0, "The rank of an adapter must be positive, got %s", rank);
        check(alpha > 0 && Double.isFinite(alpha), "The alpha of an adapter must be positive, got %s", alpha);
        check(!targetModules.isEmpty(), "An adapter needs target modules; choose from %s", MODULES);
        for (String module : targetModules) {
            check(MODULES.contains(module), "An adapter can't be put on module '%s'; choose from %s", module, MODULES);
        }
        targetModules = MODULES.stream().filter(targetModules::contains).toList();
    }

    /** The adapter's scaling factor, alpha / rank. */
    public double scale() {
        return alpha / rank;
    }

    /** Reads {@code adapter_config.json}. Dropout is ignored: it is a matter of training, not of the adapter. */
    public static LoraConfig read(Path directory) {
        JsonFile file = JsonFile.read(directory.resolve(FILE));
        requireText(file, "peft_type", "LORA");
        requireText(file, "task_type", "CAUSAL_LM");
        requireText(file, "bias", "none");
        requireOff(file, UNSUPPORTED, "is not supported; expected it to be off");
        try {
            return new LoraConfig(
                    file.positive("r"), file.number("lora_alpha"), targets(file), file.text("base_model_name_or_path"));
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.source()) ? e : new ConfigException(file.source() + ": " + message, e);
        }
    }

    /**
     * Checks that settings are absent, null, false or empty.
     *
     * @param problem what is wrong with another, for the message
     */
    static void requireOff(JsonFile file, List<String> keys, String problem) {
        for (String key : keys) {
            JsonNode value = file.root().path(key);
            boolean off = value.isMissingNode()
                    || value.isNull()
                    || value.isContainerNode() && value.isEmpty()
                    || value.isBoolean() && !value.booleanValue();
            check(off, "%s: '%s' is %s, which %s", file.source(), key, value, problem);
        }
    }

    static void requireText(JsonFile file, String key, String expected) {
        String found = file.text(key).orElse(expected);
        check(
                found.equals(expected),
                "%s: '%s' is '%s', which is not supported; expected '%s'",
                file.source(),
                key,
                found,
                expected);
    }

    private static List<String> targets(JsonFile file) {
        JsonNode value = file.find("target_modules").orElseGet(JsonNodeFactory.instance::arrayNode);
        if (value.asText().equals("all-linear")) {
            return ALL;
        }
        check(
                value.isArray(),
                "%s: 'target_modules' is %s, expected a list of names or \"all-linear\"",
                file.source(),
                value);
        List<String> modules = new ArrayList<>();
        value.forEach(module -> modules.add(module.asText()));
        return modules;
    }

    /**
     * With the names that a model has for the target modules: of one that keeps several projections as one matrix, those of
     * the parts stand for the whole.
     *
     * @throws ConfigException if the model has nothing by one of the names
     */
    public LoraConfig on(ModelConfig model) {
        List<LayerLayout.Module> modules = model.architecture().modules(model.sizes());
        String place =
                model.architecture().experts().exist() ? ", whose adapters are on attention, not on the experts" : "";
        for (String target : targetModules) {
            check(
                    modules.stream().anyMatch(module -> module.isNamed(List.of(target))),
                    "An adapter can't be put on module '%s' of %s%s; choose from %s",
                    target,
                    model.source(),
                    place,
                    modules.stream().map(LayerLayout.Module::name).toList());
        }
        List<String> named = modules.stream()
                .filter(module -> module.isNamed(targetModules))
                .map(LayerLayout.Module::name)
                .toList();
        return new LoraConfig(rank, alpha, named, baseModel);
    }

    /** Every tensor of the adapters on a model: {@code lora_A [rank, in]} before {@code lora_B [out, rank]}. */
    public List<TensorSpec> tensors(ModelConfig model) {
        List<String> targets = on(model).targetModules;
        List<LayerLayout.Module> modules = model.architecture().modules(model.sizes()).stream()
                .filter(module -> targets.contains(module.name()))
                .toList();
        List<TensorSpec> tensors = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            for (LayerLayout.Module module : modules) {
                String name = "base_model.model." + ModelConfig.layerPrefix(layer) + module.path();
                tensors.add(new TensorSpec(name + ".lora_A.weight", rank, module.inputs()));
                tensors.add(new TensorSpec(name + ".lora_B.weight", module.outputs(), rank));
            }
        }
        return List.copyOf(tensors);
    }

    /** The content of {@code adapter_config.json}. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("alpha_pattern");
        json.putNull("auto_mapping");
        json.put("base_model_name_or_path", baseModel.orElse(null));
        json.put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("inference_mode", true)
                .put("init_lora_weights", true);
        json.putNull("layers_pattern");
        json.putNull("layers_to_transform");
        if (alpha == Math.rint(alpha)) {
            json.put("lora_alpha", (long) alpha);
        } else {
            json.put("lora_alpha", alpha);
        }
        json.put("lora_dropout", 0.0);
        json.putNull("modules_to_save");
        json.put("peft_type", "LORA").put("r", rank);
        json.putObject("rank_pattern");
        json.putNull("revision");
        targetModules.forEach(json.putArray("target_modules")::add);
        json.put("task_type", "CAUSAL_LM").put("use_dora", false).put("use_rslora", false);
        return json;
    }
}
