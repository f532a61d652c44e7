package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A language model in training on log-probabilities and entropies, over all weights or over low-rank adapters.
 *
 * <p>Not safe for use by several threads.
 */
public final class Policy extends TrainedModel {

    private final Optional<Adapters> adapters;

    private Policy(Path source, LanguageModel model, Optional<LoraSettings> lora, long seed) {
        super(
                source,
                model,
                model.weights().subNDList(0, model.layout().shapes().size()));
        adapters = lora.map(settings -> new Adapters(model, settings, seed));
        adapters.ifPresentOrElse(trained -> trained.forEach(parameters()::add), this::trainAll);
    }

    /**
     * Loads a Hugging Face directory to train.
     *
     * @param lora adapters to train instead of the weights
     * @param seed of new adapters
     */
    public static Policy load(
            Path directory, Device device, Precision precision, Optional<LoraSettings> lora, long seed) {
        return new Policy(directory, LanguageModel.load(directory, device, precision), lora, seed);
    }

    /** A forward pass whose backward pass is still to come. */
    public static final class Pass {

        private static final int FIRST_SAVED = 3;

        private final double temperature;
        private final boolean recompute;
        private final List<PassPart> parts;

        private Pass(double temperature, boolean recompute, List<PassPart> parts) {
            this.temperature = temperature;
            this.recompute = recompute;
            this.parts = parts;
        }

        /** Of the scored tokens, {@code [M]}. */
        public float[] logprobs() {
            return PassPart.joined(parts, 0);
        }

        /** At the scored tokens, in nats, {@code [M]}. */
        public float[] entropies() {
            return PassPart.joined(parts, 1);
        }
    }

    /**
     * Computes log-probabilities and entropies, and keeps what their gradient needs.
     *
     * @param scope owns what is kept
     * @param temperature divides the logits
     * @param recompute keeps only each layer's input and computes the rest again in the backward pass
     */
    public Pass forward(NDManager scope, TokenRows rows, double temperature, boolean recompute) {
        return new Pass(
                temperature,
                recompute,
                forward(
                        scope,
                        rows,
                        (owner, part) -> model().pass(owner, "forward", new Object[] {
                            part.ids(owner),
                            part.scored(),
                            part.positions(owner),
                            part.targets(owner),
                            temperature,
                            false,
                            true,
                            recompute,
                            model().fusedAttention(part.width()),
                            model().rowsPerChunk()
                        })));
    }

    /**
     * Adds to the gradients of the weights.
     *
     * @param dlogprobs gradient of the loss with respect to the log-probabilities, {@code [M]}
     * @param dentropies the same for the entropies, {@code [M]}, or an empty array
     */
    public void backward(Pass pass, NDArray dlogprobs, NDArray dentropies) {
        backward(pass.parts, (part, gradients) -> {
            NDList into = new NDList(gradients);
            if (model().layout().tied()) {
                into.add(gradients.get(0)); // a tied head adds to the embedding's gradient
            }
            try (NDManager scope = model().scope()) {
                model().pass(
                                scope,
                                "backward",
                                new Object[] {
                                    part.rows().ids(scope),
                                    part.rows().positions(scope),
                                    part.rows().targets(scope),
                                    pass.temperature,
                                    pass.recompute,
                                    model().fusedAttention(part.rows().width()),
                                    model().rowsPerChunk(),
                                    part.shareOf(dlogprobs),
                                    part.shareOf(dentropies),
                                    part.results().subNDList(Pass.FIRST_SAVED)
                                },
                                into);
            }
        });
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
    void projectGradients(NDManager scope, NDList gradients) {
        adapters.ifPresent(lora -> lora.projectGradients(scope, gradients));
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

    /** Whether it trains low-rank adapters. */
    public boolean hasAdapters() {
        return adapters.isPresent();
    }

    /**
     * Writes the adapters alone, in PEFT's layout.
     *
     * @throws IllegalStateException unless {@link #hasAdapters}
     */
    public void saveAdapters(Path target) {
        adapters.orElseThrow(() -> new IllegalStateException("the policy has no adapters: all its weights are trained"))
                .save(target);
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
