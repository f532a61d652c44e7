package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.engine.model.kernel.PassInput;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.huggingface.SequenceClassifier;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;
import org.reason4j.core.formats.safetensors.TensorFit;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** A head that makes one number of the normed last hidden state {@code h} at a token: {@code w . h + b}. */
final class ScalarHead {

    /** Number that a head computes, and its place in a directory. */
    enum Kind {
        /** Values of the states before the scored tokens, a critic's; in {@code value_head.safetensors}. */
        VALUES,
        /** Scores after the scored tokens, a reward model's, without a bias; {@code score.weight} among the weights. */
        SCORES
    }

    private static final String FILE = "value_head.safetensors";

    private final LanguageModel model;
    private final Kind kind;
    private final TensorSpec weight;
    private final TensorSpec bias = new TensorSpec("score.bias", 1);
    private final NDList tensors = new NDList();

    /** A head of zeros. */
    ScalarHead(LanguageModel model, Kind kind) {
        this.model = model;
        this.kind = kind;
        weight = SequenceClassifier.head(model.config());
        tensors.add(model.manager().zeros(new Shape(weight.shape())));
        tensors.add(model.manager().zeros(new Shape(bias.shape())));
    }

    Kind kind() {
        return kind;
    }

    /** Weight {@code [1, H]} and bias {@code [1]}. */
    NDList tensors() {
        return tensors;
    }

    /** Number of those that are trained, the first ones. */
    int trained() {
        return kind == Kind.VALUES ? 2 : 1;
    }

    /** Input of the layers, whose last states are those that the head reads. */
    PassInput input(NDManager owner, TokenRows rows, boolean recompute) {
        return model.input(owner, rows, recompute, kind == Kind.SCORES);
    }

    /** Computes the numbers of the scored tokens, then what their gradient needs if {@code keep}. */
    NDList forward(NDManager owner, TokenRows rows, boolean keep, boolean recompute) {
        return model.kernels()
                .values(owner, input(owner, rows, recompute), rows.scored(), keep, model.kernelWeights(), tensors);
    }

    /** The file of a value head, for messages. */
    static String file() {
        return FILE;
    }

    static boolean isIn(Path directory, Kind kind) {
        return kind == Kind.VALUES ? Files.exists(directory.resolve(FILE)) : SequenceClassifier.isIn(directory);
    }

    void read(Path directory) {
        if (kind == Kind.VALUES) {
            Safetensors file = Safetensors.open(directory.resolve(FILE));
            TensorFit.require(
                    "The value head in " + directory + " doesn't fit the model", List.of(weight, bias), file.tensors());
            read(tensors.get(0), weight, (spec, first, rows) -> file.readAsFloat32(spec.name(), first, rows));
            read(tensors.get(1), bias, (spec, first, rows) -> file.readAsFloat32(spec.name(), first, rows));
        } else {
            takeScore(directory);
        }
    }

    /** Takes over the weight of a reward model's head, which has no bias. */
    void takeScore(Path directory) {
        SequenceClassifier.requireOneScore(directory, model.config());
        ModelWeights files = ModelWeights.open(directory);
        read(tensors.get(0), weight, (spec, first, rows) -> files.readAsFloat32(spec.name(), first, rows));
    }

    private void read(NDArray target, TensorSpec spec, TensorFiles.Source source) {
        TensorFiles.read(model.kernels(), target, 0, spec, source);
    }

    /** Writes a value head beside the weights. */
    void writeFile(Path directory) {
        List<TensorSpec> specs = List.of(weight, bias);
        try (SafetensorsWriter writer = new SafetensorsWriter(directory.resolve(FILE), Dtype.F32, specs)) {
            TensorFiles.write(tensors.get(0), 0, weight, writer::write);
            TensorFiles.write(tensors.get(1), 0, bias, writer::write);
            writer.commit();
        }
    }

    /** Writes the head's weight as one of the model's tensors. */
    void writeWeight(TensorFiles.Sink sink) {
        TensorFiles.write(tensors.get(0), 0, weight, sink);
    }
}
