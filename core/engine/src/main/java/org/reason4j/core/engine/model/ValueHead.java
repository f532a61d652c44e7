package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;
import org.reason4j.core.formats.safetensors.TensorFit;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * The head of a value model: {@code v = w . h + b}, with {@code h} the normed last hidden state before a token. A directory
 * holds it as {@code value_head.safetensors}.
 */
final class ValueHead {

    static final String FILE = "value_head.safetensors";

    private final LanguageModel model;
    private final List<TensorSpec> specs;
    private final NDList tensors = new NDList();

    /** A head of zeros. */
    ValueHead(LanguageModel model) {
        this.model = model;
        specs = List.of(
                new TensorSpec("score.weight", 1, model.config().hiddenSize()), new TensorSpec("score.bias", 1));
        specs.forEach(spec -> tensors.add(model.manager().zeros(new Shape(spec.shape()))));
    }

    /** Weight {@code [1, H]} and bias {@code [1]}. */
    NDList tensors() {
        return tensors;
    }

    /** Computes the values of the states before the scored tokens, then what their gradient needs if {@code keep}. */
    NDList forward(NDManager owner, TokenRows rows, boolean keep, boolean recompute) {
        return model.kernels()
                .values(
                        owner,
                        model.input(owner, rows, recompute),
                        rows.scored(),
                        keep,
                        model.kernelWeights(),
                        tensors);
    }

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    void read(Path directory) {
        Safetensors file = Safetensors.open(directory.resolve(FILE));
        TensorFit.require("The value head in " + directory + " doesn't fit the model", specs, file.tensors());
        for (int i = 0; i < tensors.size(); i++) {
            TensorFiles.read(
                    model.kernels(),
                    tensors.get(i),
                    0,
                    specs.get(i),
                    (spec, first, rows) -> file.readAsFloat32(spec.name(), first, rows));
        }
    }

    void write(Path directory) {
        try (SafetensorsWriter writer = new SafetensorsWriter(directory.resolve(FILE), Dtype.F32, specs)) {
            for (int i = 0; i < tensors.size(); i++) {
                TensorFiles.write(tensors.get(i), 0, specs.get(i), writer::write);
            }
            writer.commit();
        }
    }
}
