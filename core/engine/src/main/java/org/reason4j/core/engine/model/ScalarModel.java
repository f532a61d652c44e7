package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.engine.model.ScalarHead.Kind;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelDirectoryWriter;
import org.reason4j.core.formats.huggingface.SequenceClassifier;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * A model with one number per token in training: a critic, whose values are those before a token, or a reward model, whose
 * scores are those after it. {@code w . h + b}, with {@code h} the normed last hidden state. The language head is neither
 * computed nor trained.
 *
 * <p>Not safe for use by several threads.
 */
public final class ScalarModel extends TrainedModel {

    private final ScalarHead head;

    private ScalarModel(Path source, LanguageModel model, ScalarHead head) {
        super(source, model, trained(model).addAll(head.tensors()));
        this.head = head;
        trainAllBut(head.tensors().size() - head.trained());
        if (ScalarHead.isIn(source, head.kind())) {
            head.read(source);
        }
    }

    /** The weights of the layers: all but the language head. */
    private static NDList trained(LanguageModel model) {
        int distinct = model.layout().shapes().size();
        return model.weights().subNDList(0, model.layout().tied() ? distinct : distinct - 1);
    }

    /**
     * Loads a Hugging Face directory to train a critic: a language model or a reward model. The head is 0, unless the directory
     * holds one that {@link #save} wrote.
     */
    public static ScalarModel loadValues(Path directory, Device device, Precision precision) {
        LanguageModel model = LanguageModel.loadLayers(directory, device, precision);
        return new ScalarModel(directory, model, new ScalarHead(model, Kind.VALUES));
    }

    /**
     * As {@link #loadValues(Path, Device, Precision)}, with the head of the reward model in the directory if {@code rewardHead}.
     *
     * @throws org.reason4j.api.plugin.ConfigException if it is to be taken and there is none
     */
    public static ScalarModel loadValues(Path directory, Device device, Precision precision, boolean rewardHead) {
        if (rewardHead) {
            SequenceClassifier.requireOneScore(directory, ModelConfig.read(directory));
        }
        ScalarModel values = loadValues(directory, device, precision);
        if (rewardHead) {
            values.head.takeScore(directory);
        }
        return values;
    }

    /**
     * Loads a Hugging Face directory to train a reward model: a language model, with a head of 0, or a reward model, see
     * {@link SequenceClassifier}.
     */
    public static ScalarModel loadScores(Path directory, Device device, Precision precision) {
        LanguageModel model = LanguageModel.loadHeadless(directory, device, precision);
        return new ScalarModel(directory, model, new ScalarHead(model, Kind.SCORES));
    }

    /** The weight and the bias of the head. */
    NDList head() {
        return head.tensors();
    }

    /** The numbers of the scored tokens; the rows' temperatures have no part in them. */
    @Override
    public float[] output(TokenRows rows) {
        try (NDManager scope = model().scope()) {
            return PassPart.joined(forward(scope, rows, (owner, part) -> head.forward(owner, part, false, false)), 0);
        }
    }

    /** A pass on those numbers. */
    @Override
    public OutputPass pass(NDManager scope, TokenRows rows, boolean recompute) {
        List<PassPart> parts = forward(scope, rows, (owner, part) -> head.forward(owner, part, true, recompute));
        return new OutputPass(PassPart.joined(parts, 0), doutput -> backward(parts, scaled(doutput), recompute));
    }

    private void backward(List<PassPart> parts, NDArray doutput, boolean recompute) {
        backward(parts, (part, gradients) -> {
            try (NDManager own = model().scope()) {
                model().kernels()
                        .valuesBackward(
                                head.input(own, part.rows(), recompute),
                                part.shareOf(doutput),
                                part.results().subNDList(1),
                                model().kernelWeights(),
                                gradients,
                                head.tensors());
            }
        });
    }

    /**
     * Writes the model as a Hugging Face directory in fp32: a critic's head beside it as {@code value_head.safetensors}, a
     * reward model as transformers knows it, see {@link SequenceClassifier}.
     */
    @Override
    public void save(Path target) {
        super.save(target);
        if (head.kind() == Kind.VALUES) {
            head.writeFile(target);
        }
    }

    @Override
    ModelDirectoryWriter writer(Path target, List<TensorSpec> tensors) {
        return head.kind() == Kind.VALUES
                ? super.writer(target, tensors)
                : super.writer(target, SequenceClassifier.withHead(model().config()));
    }

    @Override
    void writeFurther(TensorFiles.Sink sink) {
        if (head.kind() == Kind.SCORES) {
            head.writeWeight(sink);
        }
    }

    @Override
    void reload(NDManager scope, Path directory) {
        super.reload(scope, directory);
        head.read(directory);
    }
}
