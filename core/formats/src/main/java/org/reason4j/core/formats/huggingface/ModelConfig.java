package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Configuration of a transformer, read from {@code config.json}.
 *
 * @param modelType {@code llama}, {@code mistral}, {@code qwen2} or {@code qwen3}
 * @param vocabularySize rows of the embedding; at least the tokenizer's ids
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward block
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}
 * @param headSize width of one head
 * @param normEpsilon epsilon of every RMS norm
 * @param tiedEmbeddings whether the output projection is the embedding
 * @param attentionBias whether query, key and value projections have a bias
 * @param attentionOutputBias whether the attention's output projection has a bias
 * @param mlpBias whether the feed-forward projections have a bias
 * @param queryKeyNorm whether each head's queries and keys pass an RMS norm before the rotation
 * @param rope rotary position embedding
 * @param maxPositions longest sequence
 * @param initializerRange standard deviation of new weights
 * @param endOfSequence ids that end a response; from {@code generation_config.json} where it has some
 * @param beginningOfSequence id that starts a sequence
 * @param padding id that fills up short sequences
 * @param source file that it came from, for messages
 * @param json the whole of {@code config.json}; use {@link #json()} for a copy
 */
public record ModelConfig(
        String modelType,
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        double normEpsilon,
        boolean tiedEmbeddings,
        boolean attentionBias,
        boolean attentionOutputBias,
        boolean mlpBias,
        boolean queryKeyNorm,
        Rope rope,
        int maxPositions,
        double initializerRange,
        List<Integer> endOfSequence,
        OptionalInt beginningOfSequence,
        OptionalInt padding,
        String source,
        ObjectNode json) {

    public ModelConfig {
        endOfSequence = List.copyOf(endOfSequence);
        json = json.deepCopy();
    }

    /** Reads {@code config.json} and, where present, {@code generation_config.json} of a model directory. */
    public static ModelConfig read(Path directory) {
        if (!Files.exists(directory)) {
            throw HubCache.ofProcess().missing(directory);
        }
        if (PeftAdapter.isIn(directory)) {
            throw new ConfigException(directory + " holds adapters of '"
                    + PeftAdapter.base(directory).orElse("(not named)")
                    + "', expected a model. 'reason4j merge-adapter --adapter " + directory
                    + " --output DIR' makes one of both.");
        }
        return new ModelConfigReader(
                        JsonFile.read(directory.resolve("config.json")),
                        JsonFile.readIfPresent(directory.resolve("generation_config.json")))
                .read();
    }

    /** Reads a {@code config.json} alone, which describes a model that is yet to be made. */
    public static ModelConfig readFile(Path file) {
        return new ModelConfigReader(JsonFile.read(file), Optional.empty()).read();
    }

    /** Reads the content of a {@code config.json} that needs no file; {@code source} names it in messages. */
    public static ModelConfig parse(String source, String json) {
        return new ModelConfigReader(JsonFile.parse(source, json), Optional.empty()).read();
    }

    /** The whole of {@code config.json}, unknown keys included; a copy. */
    @Override
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** A copy without an output projection of its own, with another {@code config.json}. */
    ModelConfig withoutProjection(ObjectNode changed) {
        return new ModelConfig(
                modelType,
                vocabularySize,
                hiddenSize,
                intermediateSize,
                layers,
                heads,
                keyValueHeads,
                headSize,
                normEpsilon,
                true,
                attentionBias,
                attentionOutputBias,
                mlpBias,
                queryKeyNorm,
                rope,
                maxPositions,
                initializerRange,
                endOfSequence,
                beginningOfSequence,
                padding,
                source,
                changed);
    }

    /** The whole of {@code config.json} for weights in another number format. */
    ObjectNode json(Dtype dtype) {
        ObjectNode copy = json();
        copy.put(dtypeKey(copy), dtype.configName());
        return copy;
    }

    private static String dtypeKey(ObjectNode json) {
        return json.has("torch_dtype") ? "torch_dtype" : "dtype";
    }

    /** The number format that {@code config.json} names; fp32 where it names none. */
    Dtype dtype() {
        ObjectNode all = json();
        String key = dtypeKey(all);
        String name = all.path(key).asText(Dtype.F32.configName());
        if (name.equals("null")) {
            return Dtype.F32;
        }
        return Arrays.stream(Dtype.values())
                .filter(dtype -> dtype.configName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(source + ": '" + key + "' is '" + name + "', expected one of "
                        + Arrays.stream(Dtype.values()).map(Dtype::configName).collect(Collectors.joining(", "))));
    }

    /** Angle per position of each pair of a head's dimensions, with scaling applied; {@code headSize / 2} of them. */
    public double[] inverseFrequencies() {
        return rope.inverseFrequencies(headSize);
    }

    /** Every weight of the model, in the order of the forward pass. Linear weights are {@code [out, in]}. */
    public List<TensorSpec> tensors() {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(new TensorSpec("model.embed_tokens.weight", vocabularySize, hiddenSize));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "model.layers." + layer + ".";
            tensors.add(new TensorSpec(prefix + "input_layernorm.weight", hiddenSize));
            for (Projection projection : Projection.values()) {
                if (projection == Projection.GATE) {
                    tensors.add(new TensorSpec(prefix + "post_attention_layernorm.weight", hiddenSize));
                }
                projection.addTo(tensors, prefix, this);
            }
        }
        tensors.add(new TensorSpec("model.norm.weight", hiddenSize));
        if (!tiedEmbeddings) {
            tensors.add(new TensorSpec("lm_head.weight", vocabularySize, hiddenSize));
        }
        return List.copyOf(tensors);
    }
}
