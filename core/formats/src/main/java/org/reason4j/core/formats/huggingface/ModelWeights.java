package org.reason4j.core.formats.huggingface;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.FieldNames;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.TensorFit;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * The weights of a model directory: {@code model.safetensors}, or shards with {@code model.safetensors.index.json}.
 * Opening checks every header and reads no data. Safe for use by many threads.
 */
public final class ModelWeights {

    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private final Path directory;
    private final Map<String, Safetensors> files;

    private ModelWeights(Path directory, Map<String, Safetensors> files) {
        this.directory = directory;
        this.files = files;
    }

    /** Opens a directory whatever tensors it holds. */
    public static ModelWeights open(Path directory) {
        Path single = directory.resolve(SINGLE);
        Path index = directory.resolve(INDEX);
        if (Files.exists(single)) {
            Safetensors file = Safetensors.open(single);
            Map<String, Safetensors> files = new LinkedHashMap<>();
            file.tensors().forEach(tensor -> files.put(tensor.name(), file));
            return new ModelWeights(directory, files);
        }
        check(
                Files.exists(index),
                "%s holds neither %s nor %s. Convert weights of other formats to safetensors first.",
                directory,
                SINGLE,
                INDEX);
        return new ModelWeights(directory, shards(directory, JsonFile.read(index)));
    }

    /** Opens a directory that holds exactly the tensors of a model. */
    public static ModelWeights open(Path directory, ModelConfig config) {
        ModelWeights weights = open(directory);
        weights.requireFit(config);
        return weights;
    }

    private static Map<String, Safetensors> shards(Path directory, JsonFile index) {
        JsonFile map = index.object("weight_map")
                .orElseThrow(() -> new ConfigException(
                        index.source() + " has no key 'weight_map', which says which file holds which tensor"));
        Map<String, Safetensors> opened = new HashMap<>();
        Map<String, Safetensors> files = new LinkedHashMap<>();
        map.root().fieldNames().forEachRemaining(name -> {
            String shard = map.text(name).orElse("");
            check(
                    !shard.isEmpty()
                            && Path.of(shard).getNameCount() == 1
                            && !shard.startsWith(".")
                            && !shard.startsWith("/"),
                    "%s puts tensor '%s' into '%s', expected the name of a file beside it",
                    index.source(),
                    name,
                    shard);
            check(
                    Files.exists(directory.resolve(shard)),
                    "%s names the file %s, which is missing. Get the rest of the model.",
                    index.source(),
                    shard);
            Safetensors file = opened.computeIfAbsent(shard, key -> Safetensors.open(directory.resolve(key)));
            check(
                    file.contains(name),
                    "%s says that %s holds tensor '%s', but it doesn't. The files don't belong together.",
                    index.source(),
                    shard,
                    name);
            files.put(name, file);
        });
        return files;
    }

    /** Every tensor. */
    public List<TensorSpec> tensors() {
        return files.entrySet().stream()
                .map(entry -> entry.getValue().tensor(entry.getKey()))
                .toList();
    }

    /** The number format of a tensor. */
    public Dtype dtype(String name) {
        return file(name).dtype(name);
    }

    /** A tensor in fp32; see {@link Safetensors#readAsFloat32(String)}. */
    public ByteBuffer readAsFloat32(String name) {
        return file(name).readAsFloat32(name);
    }

    /** Some rows of a tensor in fp32; see {@link Safetensors#readAsFloat32(String, long, long)}. */
    public ByteBuffer readAsFloat32(String name, long firstRow, long rows) {
        return file(name).readAsFloat32(name, firstRow, rows);
    }

    private Safetensors file(String name) {
        Safetensors file = files.get(name);
        if (file == null) {
            throw new ConfigException(
                    directory + " has no tensor '" + name + "'; it has " + FieldNames.quoted(files.keySet()));
        }
        return file;
    }

    private void requireFit(ModelConfig config) {
        boolean classifier = SequenceClassifier.describes(config);
        List<TensorSpec> found = tensors().stream()
                .filter(tensor -> !isSpare(tensor.name(), config))
                .filter(tensor -> !classifier || !tensor.name().equals(SequenceClassifier.HEAD))
                .toList();
        TensorFit.require("The weights in " + directory + " don't fit " + config.source(), config.tensors(), found);
    }

    /** Copies of what the model has elsewhere: a tied output projection, tables of rotation frequencies. */
    private static boolean isSpare(String name, ModelConfig config) {
        return (config.tiedEmbeddings() && name.equals("lm_head.weight")) || name.endsWith(".rotary_emb.inv_freq");
    }
}
