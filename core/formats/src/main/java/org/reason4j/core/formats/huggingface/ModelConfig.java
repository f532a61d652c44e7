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
import org.reason4j.core.formats.family.Architecture;
import org.reason4j.core.formats.family.Family;
import org.reason4j.core.formats.family.ModelSizes;
import org.reason4j.core.formats.family.Rope;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Configuration of a transformer, read from {@code config.json}.
 *
 * @param family its family
 * @param vocabularySize rows of the embedding; at least the tokenizer's ids
 * @param sizes sizes of the layers
 * @param normEpsilon epsilon of every RMS norm
 * @param tiedEmbeddings whether the output projection is the embedding
 * @param architecture what else distinguishes the layers from those of other families
 * @param maxPositions longest sequence
 * @param initializerRange standard deviation of new weights
 * @param endOfSequence ids that end a response; from {@code generation_config.json} where it has some
 * @param beginningOfSequence id that starts a sequence
 * @param padding id that fills up short sequences
 * @param source file that it came from, for messages
 * @param json the whole of {@code config.json}; use {@link #json()} for a copy
 */
public record ModelConfig(
        Family family,
        int vocabularySize,
        ModelSizes sizes,
        double normEpsilon,
        boolean tiedEmbeddings,
        Architecture architecture,
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
                family,
                vocabularySize,
                sizes,
                normEpsilon,
                true,
                architecture,
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

    /** Its family's name, {@code model_type} in {@code config.json}. */
    public String modelType() {
        return family.modelType();
    }

    /** Width of the residual stream. */
    public int hiddenSize() {
        return sizes.hidden();
    }

    /** Width inside the feed-forward network. */
    public int intermediateSize() {
        return sizes.intermediate();
    }

    /** Number of layers. */
    public int layers() {
        return sizes.layers();
    }

    /** Number of query heads. */
    public int heads() {
        return sizes.heads();
    }

    /** Number of key and value heads. */
    public int keyValueHeads() {
        return sizes.keyValueHeads();
    }

    /** Width of a head. */
    public int headSize() {
        return sizes.head();
    }

    /** Rotary position embedding of its layers, or of those that see everything. */
    public Rope rope() {
        return architecture.rotation().tables().get(0);
    }

    /** Angle per position of each pair of a head's rotated dimensions, with scaling applied. */
    public double[] inverseFrequencies() {
        return rope().inverseFrequencies(architecture.rotation().dimensions());
    }

    /** The beginning of the names of a layer's tensors. */
    public static String layerPrefix(int layer) {
        return "model.layers." + layer + ".";
    }

    /** Every weight of the model, in the order of the forward pass. Linear weights are {@code [out, in]}. */
    public List<TensorSpec> tensors() {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.add(new TensorSpec("model.embed_tokens.weight", vocabularySize, hiddenSize()));
        List<List<TensorSpec>> ofLayers = architecture.tensors(sizes);
        for (int layer = 0; layer < layers(); layer++) {
            String prefix = layerPrefix(layer);
            ofLayers.get(layer).forEach(tensor -> tensors.add(new TensorSpec(prefix + tensor.name(), tensor.shape())));
        }
        tensors.add(new TensorSpec("model.norm.weight", hiddenSize()));
        if (!tiedEmbeddings) {
            tensors.add(new TensorSpec("lm_head.weight", vocabularySize, hiddenSize()));
        }
        return List.copyOf(tensors);
    }
}
