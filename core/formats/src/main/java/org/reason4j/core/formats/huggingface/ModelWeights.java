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
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.file.ModelFiles;
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

    /** Endings of buffers that some programs save beside the weights, and that follow from the configuration. */
    private static final List<String> BUFFERS = List.of(
            ".rotary_emb.inv_freq",
            ".rotary_emb.cos_cached",
            ".rotary_emb.sin_cached",
            ".masked_bias",
            ".position_ids");

    private static final String PREFIX =
            "model."; // of everything but the output projection, unless a body alone was saved
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String OUTPUT = "lm_head.weight";

    private final Path directory;
    private final Map<String, Stored> stored;

    private ModelWeights(Path directory, Map<String, Stored> stored) {
        this.directory = directory;
        this.stored = stored;
    }

    /** A tensor in its file, under the name that it has there. */
    private record Stored(Safetensors file, String name) {}

    /** Opens a directory whatever tensors it holds. */
    public static ModelWeights open(Path directory) {
        Path single = directory.resolve(SINGLE);
        Path index = directory.resolve(INDEX);
        if (Files.exists(single)) {
            Safetensors file = Safetensors.open(single);
            Map<String, Stored> stored = new LinkedHashMap<>();
            file.tensors().forEach(tensor -> stored.put(tensor.name(), new Stored(file, tensor.name())));
            return new ModelWeights(directory, stored);
        }
        check(
                Files.exists(index),
                "%s holds neither %s nor %s. Convert weights of other formats to safetensors first.",
                directory,
                SINGLE,
                INDEX);
        return new ModelWeights(directory, shards(directory, JsonFile.read(index)));
    }

    /**
     * Opens a directory that holds the tensors of a model. As in transformers, names may lack {@code model.}, tied embeddings
     * may be stored as the output projection alone, and buffers that follow from the configuration are left out.
     *
     * @throws ConfigException if a tensor is missing, is no part of the model or has another shape
     */
    public static ModelWeights open(Path directory, ModelConfig config) {
        ModelWeights weights = open(directory).named(config);
        weights.requireFit(config);
        return weights;
    }

    /** The same tensors under the names that the model has for them. */
    private ModelWeights named(ModelConfig config) {
        Map<String, Stored> named = new LinkedHashMap<>(stored);
        for (TensorSpec tensor : config.tensors()) {
            String name = tensor.name();
            if (!named.containsKey(name) && name.startsWith(PREFIX)) {
                rename(named, name.substring(PREFIX.length()), name);
            }
        }
        if (config.tiedEmbeddings() && !named.containsKey(EMBEDDING)) {
            rename(named, OUTPUT, EMBEDDING);
        }
        return new ModelWeights(directory, named);
    }

    private static void rename(Map<String, Stored> tensors, String from, String to) {
        Stored found = tensors.remove(from);
        if (found != null) {
            tensors.put(to, found);
        }
    }

    private static Map<String, Stored> shards(Path directory, JsonFile index) {
        JsonFile map = index.object("weight_map")
                .orElseThrow(() -> new ConfigException(
                        index.source() + " has no key 'weight_map', which says which file holds which tensor"));
        Map<String, Safetensors> opened = new HashMap<>();
        Map<String, Stored> stored = new LinkedHashMap<>();
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
            stored.put(name, new Stored(file, name));
        });
        return stored;
    }

    /** Every tensor. */
    public List<TensorSpec> tensors() {
        return stored.entrySet().stream()
                .map(entry -> new TensorSpec(
                        entry.getKey(),
                        entry.getValue().file().tensor(entry.getValue().name()).shape()))
                .toList();
    }

    /** The number format of a tensor. */
    public Dtype dtype(String name) {
        Stored found = find(name);
        return found.file().dtype(found.name());
    }

    /** A tensor in fp32; see {@link Safetensors#readAsFloat32(String)}. */
    public ByteBuffer readAsFloat32(String name) {
        Stored found = find(name);
        return found.file().readAsFloat32(found.name());
    }

    /** Some rows of a tensor in fp32; see {@link Safetensors#readAsFloat32(String, long, long)}. */
    public ByteBuffer readAsFloat32(String name, long firstRow, long rows) {
        Stored found = find(name);
        return found.file().readAsFloat32(found.name(), firstRow, rows);
    }

    private Stored find(String name) {
        Stored found = stored.get(name);
        if (found == null) {
            throw ModelFiles.noTensor(directory, name, stored.keySet());
        }
        return found;
    }

    private void requireFit(ModelConfig config) {
        boolean classifier = SequenceClassifier.describes(config);
        List<TensorSpec> found = tensors().stream()
                .filter(tensor -> !isSpare(tensor.name(), config))
                .filter(tensor -> !classifier || !tensor.name().equals(SequenceClassifier.HEAD))
                .toList();
        TensorFit.require("The weights in " + directory + " don't fit " + config.source(), config.tensors(), found);
    }

    /** Copies of what the model has elsewhere: a tied output projection, buffers. */
    private static boolean isSpare(String name, ModelConfig config) {
        return (config.tiedEmbeddings() && name.equals(OUTPUT))
                || BUFFERS.stream().anyMatch(name::endsWith);
    }
}
