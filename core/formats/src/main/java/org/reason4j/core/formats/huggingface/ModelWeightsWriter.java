package org.reason4j.core.formats.huggingface;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonFile;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Writes the weights of a model directory: one file, or shards and their index, which comes last. */
final class ModelWeightsWriter implements AutoCloseable {

    private final Path directory;
    private final Dtype dtype;
    private final List<List<TensorSpec>> shards;
    private int shard;
    private SafetensorsWriter writer;

    ModelWeightsWriter(Path directory, Dtype dtype, List<TensorSpec> tensors, long maxShardBytes) {
        this.directory = directory;
        this.dtype = dtype;
        this.shards = plan(dtype, tensors, maxShardBytes);
        this.writer = open(0);
    }

    /** Fills shard after shard in order; a tensor larger than a shard gets one of its own. */
    private static List<List<TensorSpec>> plan(Dtype dtype, List<TensorSpec> tensors, long maxShardBytes) {
        List<List<TensorSpec>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (TensorSpec tensor : tensors) {
            long more = tensor.elements() * dtype.bytes();
            if (bytes > 0 && bytes + more > maxShardBytes) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1).add(tensor);
            bytes += more;
        }
        return shards;
    }

    private SafetensorsWriter open(int index) {
        return new SafetensorsWriter(directory.resolve(fileName(index)), dtype, shards.get(index));
    }

    private String fileName(int index) {
        return shards.size() == 1
                ? ModelWeights.SINGLE
                : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", index + 1, shards.size());
    }

    /** Writes the next tensor, or the next piece of it; see {@link SafetensorsWriter#write}. */
    void write(String name, ByteBuffer fp32) {
        if (writer.complete() && shard + 1 < shards.size()) {
            writer.commit();
            writer.close();
            shard++;
            writer = open(shard);
        }
        writer.write(name, fp32);
    }

    void commit() {
        if (shard + 1 < shards.size()) {
            throw new IllegalStateException("Tensor " + shards.get(shard + 1).get(0) + " was not written");
        }
        writer.commit();
        if (shards.size() > 1) {
            DurableFiles.write(directory.resolve(ModelWeights.INDEX), JsonFile.pretty(index()));
        }
    }

    private ObjectNode index() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = index.putObject("metadata");
        ObjectNode weightMap = index.putObject("weight_map");
        long elements = 0;
        for (int i = 0; i < shards.size(); i++) {
            for (TensorSpec tensor : shards.get(i)) {
                weightMap.put(tensor.name(), fileName(i));
                elements += tensor.elements();
            }
        }
        metadata.put("total_parameters", elements).put("total_size", elements * dtype.bytes());
        return index;
    }

    @Override
    public void close() {
        writer.close();
    }
}
