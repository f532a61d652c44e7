package org.reason4j.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.core.config.Recipe;

/**
 * A language model in training on log-probabilities and entropies, over all weights or over low-rank adapters.
 *
 * <p>Not safe for use by several threads.
 */
public final class Policy extends TrainedModel {

    private final Optional<Adapters> adapters;

    private Policy(Path source, LanguageModel model, Optional<Recipe.Lora> lora, long seed) {
        super(source, model, model.layout().shapes().size());
        adapters = lora.map(settings -> new Adapters(model, settings, seed));
        if (adapters.isPresent()) {
            adapters.get().forEach(parameters()::add);
        } else {
            for (int i = 0; i < gradients().size(); i++) {
                if (gradients().get(i).size() > 0) {
                    parameters().add(model.weights().get(i), gradients().get(i));
                }
            }
        }
    }

    /**
     * Loads a Hugging Face directory to train.
     *
     * @param lora adapters to train instead of the weights
     * @param seed of new adapters
     */
    public static Policy load(
            Path directory, Device device, Precision precision, Optional<Recipe.Lora> lora, long seed) {
        return new Policy(directory, LanguageModel.load(directory, device, precision), lora, seed);
    }

    /**
     * A forward pass whose backward pass is still to come.
     *
     * @param logprobs of the scored tokens, {@code [M]}
     * @param entropies at the scored tokens, {@code [M]}
     */
    public record Pass(
            NDArray ids,
            NDArray positions,
            NDArray targets,
            int width,
            double temperature,
            boolean recompute,
            NDArray logprobs,
            NDArray entropies,
            NDList saved) {}

    /**
     * Computes log-probabilities and entropies, and keeps what their gradient needs.
     *
     * @param scope owns what is kept
     * @param temperature divides the logits
     * @param recompute keeps only each layer's input and computes the rest again in the backward pass
     */
    public Pass forward(NDManager scope, TokenRows rows, double temperature, boolean recompute) {
        NDArray ids = rows.ids(scope);
        NDArray positions = rows.positions(scope);
        NDArray targets = rows.targets(scope);
        NDList result = model().pass(scope, "forward", new Object[] {
            ids,
            rows.scored(),
            positions,
            targets,
            temperature,
            false,
            true,
            recompute,
            model().fusedAttention(rows.width()),
            model().rowsPerChunk()
        });
        return new Pass(
                ids,
                positions,
                targets,
                rows.width(),
                temperature,
                recompute,
                result.get(0),
                result.get(1),
                result.subNDList(3));
    }

    /**
     * Adds to the gradients of the weights.
     *
     * @param dlogprobs gradient of the loss with respect to the log-probabilities, {@code [M]}
     * @param dentropies the same for the entropies, {@code [M]}, or an empty array
     */
    public void backward(Pass pass, NDArray dlogprobs, NDArray dentropies) {
        NDList into = new NDList(gradients());
        if (model().layout().tied()) {
            into.add(gradients().get(0)); // a tied head adds to the embedding's gradient
        }
        try (NDManager scope = model().scope()) {
            model().pass(
                            scope,
                            "backward",
                            new Object[] {
                                pass.ids(),
                                pass.positions(),
                                pass.targets(),
                                pass.temperature(),
                                pass.recompute(),
                                model().fusedAttention(pass.width()),
                                model().rowsPerChunk(),
                                dlogprobs,
                                dentropies,
                                pass.saved()
                            },
                            into);
        }
    }

    /** Log-probabilities of the scored tokens. */
    @Override
    public float[] output(TokenRows rows, double temperature) {
        return model().score(rows, temperature).logprobs();
    }

    /** A pass on the log-probabilities alone. */
    @Override
    public OutputPass pass(NDManager scope, TokenRows rows, double temperature, boolean recompute) {
        Pass pass = forward(scope, rows, temperature, recompute);
        return new OutputPass(pass.logprobs(), gradient -> backward(pass, gradient, scope.create(new float[0])));
    }

    @Override
    void completeGradients(NDManager scope) {
        adapters.ifPresent(lora -> lora.projectGradients(scope, gradients()));
    }

    @Override
    void parametersMoved(NDManager scope) {
        adapters.ifPresent(lora -> lora.merge(scope));
    }

    /** Writes the model as a Hugging Face directory in fp32, adapters merged; with them, {@code adapter/} holds those alone. */
    @Override
    public void save(Path target) {
        super.save(target);
        adapters.ifPresent(lora -> lora.save(target.resolve("adapter")));
    }

    @Override
    void reload(NDManager scope, Path directory) {
        if (adapters.isPresent()) {
            adapters.get().restore(scope, directory.resolve("adapter"));
            adapters.get().merge(scope);
        } else {
            super.reload(scope, directory);
        }
    }
}
