package org.reason4j.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.huggingface.Dtype;
import org.reason4j.core.huggingface.Safetensors;
import org.reason4j.core.huggingface.SafetensorsWriter;
import org.reason4j.core.huggingface.TensorSpec;

/**
 * A critic in training: {@code v = w . h + b}, with {@code h} the normed last hidden state before a token. The language
 * head is neither computed nor trained.
 *
 * <p>Not safe for use by several threads.
 */
public final class ValueModel extends TrainedModel {

    private static final String HEAD = "value_head.safetensors";

    private final NDList head; // weight [1, H], bias [1]
    private final NDList headGradients;
    private final List<TensorSpec> specs;

    private ValueModel(Path source, LanguageModel model) {
        super(source, model, model.layout().shapes().size() - (model.layout().tied() ? 0 : 1));
        specs = List.of(
                new TensorSpec("score.weight", 1, model.config().hiddenSize()), new TensorSpec("score.bias", 1));
        head = zeros();
        headGradients = zeros();
        for (int i = 0; i < gradients().size(); i++) {
            if (gradients().get(i).size() > 0) {
                parameters().add(model.weights().get(i), gradients().get(i));
            }
        }
        for (int i = 0; i < head.size(); i++) {
            parameters().add(head.get(i), headGradients.get(i));
        }
        if (Files.exists(source.resolve(HEAD))) {
            readHead(source);
        }
    }

    private NDList zeros() {
        NDList zeros = new NDList();
        specs.forEach(spec -> zeros.add(model().manager().zeros(new Shape(spec.shape()))));
        return zeros;
    }

    /**
     * Loads a Hugging Face directory to train. The head is 0, unless the directory holds one that {@link #save} wrote.
     */
    public static ValueModel load(Path directory, Device device, Precision precision) {
        return new ValueModel(directory, LanguageModel.load(directory, device, precision));
    }

    /** The weight and the bias of the head. */
    NDList head() {
        return head;
    }

    NDList headGradients() {
        return headGradients;
    }

    /** Values of the states before the scored tokens. */
    @Override
    public float[] output(TokenRows rows, double temperature) {
        try (NDManager scope = model().scope()) {
            return values(scope, rows, rows.ids(scope), rows.positions(scope), false, false)
                    .get(0)
                    .toFloatArray();
        }
    }

    /** A pass on the values; the temperature has no part in them. */
    @Override
    public OutputPass pass(NDManager scope, TokenRows rows, double temperature, boolean recompute) {
        NDArray ids = rows.ids(scope);
        NDArray positions = rows.positions(scope);
        NDList result = values(scope, rows, ids, positions, true, recompute);
        NDList saved = result.subNDList(1);
        return new OutputPass(
                result.get(0), gradient -> backward(ids, positions, rows.width(), recompute, gradient, saved));
    }

    private NDList values(
            NDManager owner, TokenRows rows, NDArray ids, NDArray positions, boolean keep, boolean recompute) {
        Object[] arguments = {ids, rows.scored(), positions, keep, recompute, model().fusedAttention(rows.width())};
        return model().pass(owner, "values", arguments, head);
    }

    private void backward(
            NDArray ids, NDArray positions, int width, boolean recompute, NDArray gradient, NDList saved) {
        Object[] arguments = {ids, positions, recompute, model().fusedAttention(width), gradient, saved};
        try (NDManager scope = model().scope()) {
            model().pass(scope, "values_backward", arguments, gradients(), head, headGradients);
        }
    }

    @Override
    public void clearGradients() {
        super.clearGradients();
        try (NDManager scope = model().scope()) {
            model().run(scope, "zero", headGradients);
        }
    }

    /** Writes the model as a Hugging Face directory in fp32, and the head beside it as {@code value_head.safetensors}. */
    @Override
    public void save(Path target) {
        super.save(target);
        try (SafetensorsWriter writer = new SafetensorsWriter(target.resolve(HEAD), Dtype.F32, specs)) {
            for (int i = 0; i < head.size(); i++) {
                write(head.get(i), 0, specs.get(i), writer::write);
            }
            writer.commit();
        }
    }

    @Override
    void reload(NDManager scope, Path directory) {
        super.reload(scope, directory);
        readHead(directory);
    }

    private void readHead(Path directory) {
        Safetensors file = Safetensors.open(directory.resolve(HEAD));
        for (int i = 0; i < head.size(); i++) {
            model().fill(
                            head.get(i),
                            0,
                            specs.get(i),
                            (spec, first, rows) -> file.readAsFloat32(spec.name(), first, rows));
        }
    }
}
