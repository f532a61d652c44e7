package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;

/**
 * A critic in training: {@code v = w . h + b}, with {@code h} the normed last hidden state before a token. The language
 * head is neither computed nor trained.
 *
 * <p>Not safe for use by several threads.
 */
public final class ValueModel extends TrainedModel {

    private final ValueHead head;

    private ValueModel(Path source, LanguageModel model, ValueHead head) {
        super(source, model, trained(model).addAll(head.tensors()));
        this.head = head;
        trainAll();
        if (ValueHead.isIn(source)) {
            head.read(source);
        }
    }

    /** The weights of the layers: all but the language head. */
    private static NDList trained(LanguageModel model) {
        int distinct = model.layout().shapes().size();
        return model.weights().subNDList(0, model.layout().tied() ? distinct : distinct - 1);
    }

    /**
     * Loads a Hugging Face directory to train. The head is 0, unless the directory holds one that {@link #save} wrote.
     */
    public static ValueModel load(Path directory, Device device, Precision precision) {
        LanguageModel model = LanguageModel.load(directory, device, precision);
        return new ValueModel(directory, model, new ValueHead(model));
    }

    /** The weight and the bias of the head. */
    NDList head() {
        return head.tensors();
    }

    /** Values of the states before the scored tokens; the rows' temperatures have no part in them. */
    @Override
    public float[] output(TokenRows rows) {
        try (NDManager scope = model().scope()) {
            return PassPart.joined(forward(scope, rows, (owner, part) -> head.forward(owner, part, false, false)), 0);
        }
    }

    /** A pass on the values. */
    @Override
    public OutputPass pass(NDManager scope, TokenRows rows, boolean recompute) {
        List<PassPart> parts = forward(scope, rows, (owner, part) -> head.forward(owner, part, true, recompute));
        return new OutputPass(
                PassPart.joined(parts, 0),
                dvalues -> backward(parts, (part, gradients) -> {
                    try (NDManager own = model().scope()) {
                        model().kernels()
                                .valuesBackward(
                                        model().input(own, part.rows(), recompute),
                                        part.shareOf(dvalues),
                                        part.results().subNDList(1),
                                        model().kernelWeights(),
                                        gradients,
                                        head.tensors());
                    }
                }));
    }

    /** Writes the model as a Hugging Face directory in fp32, and the head beside it as {@code value_head.safetensors}. */
    @Override
    public void save(Path target) {
        super.save(target);
        head.write(target);
    }

    @Override
    void reload(NDManager scope, Path directory) {
        super.reload(scope, directory);
        head.read(directory);
    }
}
