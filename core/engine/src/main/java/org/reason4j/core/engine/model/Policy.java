package org.reason4j.core.engine.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.engine.model.kernel.Learned;

/**
 * A language model in training on log-probabilities and entropies, over all weights or over low-rank adapters.
 *
 * <p>Not safe for use by several threads.
 */
public final class Policy extends TrainedModel {

    private final Optional<Adapters> adapters;

    private Policy(Path source, LanguageModel model) {
        super(source, model, weights(model));
        adapters = Optional.empty();
        trainAll();
    }

    private Policy(Path source, LanguageModel model, Adapters adapters) {
        super(
                source,
                model,
                weights(model).addAll(adapters.tensors()),
                weights(model).size());
        this.adapters = Optional.of(adapters);
        model.adapt(adapters);
        trainAll();
    }

    private static NDList weights(LanguageModel model) {
        return model.weights().subNDList(0, model.layout().shapes().size());
    }

    /**
     * Loads a Hugging Face directory to train.
     *
     * @param lora adapters to train instead of the weights
     * @param seed of new adapters
     */
    public static Policy load(
            Path directory, Device device, Precision precision, Optional<LoraSettings> lora, long seed) {
        LanguageModel model = LanguageModel.load(directory, device, precision);
        return lora.map(settings -> new Policy(directory, model, new Adapters(model, settings, seed)))
                .orElseGet(() -> new Policy(directory, model));
    }

    /** A forward pass whose backward pass is still to come. */
    public static final class Pass {

        private static final int FURTHER = 3;
        private static final int FIRST_SAVED = 7;

        private final boolean recompute;
        private final List<PassPart> parts;

        private Pass(boolean recompute, List<PassPart> parts) {
            this.recompute = recompute;
            this.parts = parts;
        }

        /** Log-probabilities of the scored tokens, {@code [M]}. */
        public float[] logprobs() {
            return PassPart.joined(parts, 0);
        }

        /** Entropies at the scored tokens in nats, {@code [M]}. */
        public float[] entropies() {
            return PassPart.joined(parts, 1);
        }

        /** Log-probabilities of the rows' further tokens, {@code [M, K]} flattened. */
        public float[] further() {
            return PassPart.joined(parts, FURTHER);
        }
    }

    /**
     * Computes log-probabilities and entropies, each row's at its own temperature, and keeps the activations that their
     * gradient needs.
     *
     * @param scope owns the activations
     * @param recompute keeps only each layer's input and computes the rest again in the backward pass
     */
    public Pass forward(NDManager scope, TokenRows rows, boolean recompute) {
        return new Pass(
                recompute,
                forward(
                        scope,
                        rows,
                        (owner, part) -> model().kernels()
                                .forward(
                                        owner,
                                        model().input(owner, part, recompute),
                                        model().head(owner, part),
                                        part.scored(),
                                        0,
                                        false,
                                        false,
                                        true,
                                        model().kernelWeights())));
    }

    /**
     * Adds to the gradients of the weights, after a pass without further tokens.
     *
     * @param dlogprobs gradient of the loss with respect to the log-probabilities, {@code [M]}
     * @param dentropies the same for the entropies, {@code [M]}, or an empty array
     */
    public void backward(Pass pass, NDArray dlogprobs, NDArray dentropies) {
        backward(pass, dlogprobs, dentropies, dlogprobs.getManager().create(new float[0]));
    }

    /**
     * Adds to the gradients of the weights.
     *
     * @param dlogprobs gradient of the loss with respect to the log-probabilities, {@code [M]}
     * @param dentropies the same for the entropies, {@code [M]}, or an empty array
     * @param dfurther the same for the further tokens' log-probabilities, {@code [M, K]}; empty where rows have none
     */
    public void backward(Pass pass, NDArray dlogprobs, NDArray dentropies, NDArray dfurther) {
        NDArray tokens = scaled(dlogprobs);
        NDArray further = scaled(dfurther);
        NDArray entropies = scaled(dentropies);
        backward(pass.parts, (part, gradients) -> {
            try (NDManager scope = model().scope()) {
                model().kernels()
                        .backward(
                                model().input(scope, part.rows(), pass.recompute),
                                model().head(scope, part.rows()),
                                part.shareOf(tokens),
                                part.shareOf(further),
                                part.shareOf(entropies),
                                part.results().subNDList(Pass.FIRST_SAVED),
                                model().kernelWeights(),
                                learned(gradients));
            }
        });
    }

    private Learned learned(NDList gradients) {
        int distinct = model().layout().shapes().size();
        NDList ofWeights = gradients.subNDList(0, distinct);
        if (model().layout().tied()) {
            ofWeights.add(gradients.get(0)); // a tied head adds to the embedding's gradient
        }
        return adapters.map(lora -> lora.learned(ofWeights, gradients.subNDList(distinct)))
                .orElseGet(() -> Learned.weights(ofWeights));
    }

    @Override
    String name(int tensor) {
        int distinct = model().layout().shapes().size();
        return tensor < distinct ? super.name(tensor) : adapters.orElseThrow().name(tensor - distinct);
    }

    /** Log-probabilities of the scored tokens. */
    @Override
    public float[] output(TokenRows rows) {
        return model().score(rows).logprobs();
    }

    /** A pass on the log-probabilities alone. */
    @Override
    public OutputPass pass(NDManager scope, TokenRows rows, boolean recompute) {
        Pass pass = forward(scope, rows, recompute);
        return new OutputPass(pass.logprobs(), gradient -> backward(pass, gradient, scope.create(new float[0])));
    }

    /** Writes the model as a Hugging Face directory in fp32, adapters merged; with them, {@code adapter/} holds those alone. */
    @Override
    public void save(Path target) {
        super.save(target);
        adapters.ifPresent(lora -> lora.save(target.resolve("adapter")));
    }

    /** True if it trains low-rank adapters. */
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

    /**
     * Takes over weights for passes alone: no update is counted, and moments stay as they are.
     *
     * @param directory written by {@link #save}; with adapters, only its {@code adapter/} is read
     * @param version number of updates behind them
     */
    public void take(Path directory, long version) {
        try (NDManager scope = model().scope()) {
            reload(scope, directory);
        }
        clearGradients();
        model().refresh();
        model().version(version);
    }

    @Override
    void reload(NDManager scope, Path directory) {
        if (adapters.isPresent()) {
            adapters.get().restore(scope, directory.resolve("adapter"));
        } else {
            super.reload(scope, directory);
        }
    }
}
