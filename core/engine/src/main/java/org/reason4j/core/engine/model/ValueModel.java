package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * A critic in training: {@code v = w . h + b}, with {@code h} the normed last hidden state before a token. The language
 * head is neither computed nor trained.
 *
 * <p>Not safe for use by several threads.
 */
public final class ValueModel extends TrainedModel {

    private static final String HEAD = "value_head.safetensors";

    private final NDList head; // weight [1, H], bias [1]

    private ValueModel(Path source, LanguageModel model, NDList head) {
        super(source, model, trained(model).addAll(head));
        this.head = head;
        trainAll();
        if (Files.exists(source.resolve(HEAD))) {
            readHead(source);
        }
    }

    /** The weights of the layers: all but the language head. */
    private static NDList trained(LanguageModel model) {
        int distinct = model.layout().shapes().size();
        return model.weights().subNDList(0, model.layout().tied() ? distinct : distinct - 1);
    }

    private static List<TensorSpec> specs(ModelConfig config) {
        return List.of(new TensorSpec("score.weight", 1, config.hiddenSize()), new TensorSpec("score.bias", 1));
    }

    /**
     * Loads a Hugging Face directory to train. The head is 0, unless the directory holds one that {@link #save} wrote.
     */
    public static ValueModel load(Path directory, Device device, Precision precision) {
        LanguageModel model = LanguageModel.load(directory, device, precision);
        NDList head = new NDList();
        specs(model.config()).forEach(spec -> head.add(model.manager().zeros(new Shape(spec.shape()))));
        return new ValueModel(directory, model, head);
    }

    /** The weight and the bias of the head. */
    NDList head() {
        return head;
    }

    /** Values of the states before the scored tokens. */
    @Override
    public float[] output(TokenRows rows, double temperature) {
        try (NDManager scope = model().scope()) {
            return PassPart.joined(forward(scope, rows, false, false), 0);
        }
    }

    /** A pass on the values; the temperature has no part in them. */
    @Override
    public OutputPass pass(NDManager scope, TokenRows rows, double temperature, boolean recompute) {
        List<PassPart> parts = forward(scope, rows, true, recompute);
        return new OutputPass(
                PassPart.joined(parts, 0),
                dvalues -> backward(parts, (part, gradients) -> {
                    try (NDManager own = model().scope()) {
                        Object[] arguments = {
                            part.rows().ids(own),
                            part.rows().positions(own),
                            recompute,
                            model().fusedAttention(part.rows().width()),
                            part.shareOf(dvalues),
                            part.results().subNDList(1)
                        };
                        model().pass(own, "values_backward", arguments, gradients, head);
                    }
                }));
    }

    private List<PassPart> forward(NDManager scope, TokenRows rows, boolean keep, boolean recompute) {
        return forward(scope, rows, (owner, part) -> {
            Object[] arguments = {
                part.ids(owner),
                part.scored(),
                part.positions(owner),
                keep,
                recompute,
                model().fusedAttention(part.width())
            };
            return model().pass(owner, "values", arguments, head);
        });
    }

    /** Writes the model as a Hugging Face directory in fp32, and the head beside it as {@code value_head.safetensors}. */
    @Override
    public void save(Path target) {
        super.save(target);
        List<TensorSpec> specs = specs(model().config());
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
        List<TensorSpec> specs = specs(model().config());
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
