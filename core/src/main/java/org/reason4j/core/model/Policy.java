package org.reason4j.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.huggingface.Dtype;
import org.reason4j.core.huggingface.ModelDirectoryWriter;
import org.reason4j.core.huggingface.Safetensors;
import org.reason4j.core.huggingface.SafetensorsWriter;
import org.reason4j.core.huggingface.TensorSpec;

/**
 * A language model in training: its gradients, and AdamW (arXiv 1711.05101) over all weights or over low-rank adapters.
 *
 * <p>Not safe for use by several threads.
 */
public final class Policy implements AutoCloseable {

    private static final long BYTES_PER_TRANSFER = 1L << 18;

    private final LanguageModel model;
    private final Path source;
    private final NDManager manager;
    private final NDList gradients; // of the weights, in their order
    private final Optional<Adapters> adapters;
    private final List<Parameter> parameters = new ArrayList<>();
    private long updates;

    /** What one update changes. */
    private record Parameter(NDArray value, NDArray gradient, NDArray first, NDArray second) {}

    private Policy(Path source, LanguageModel model, Optional<Recipe.Lora> lora, long seed) {
        this.source = source;
        this.model = model;
        manager = model.manager();
        NDList weights = model.weights();
        gradients = new NDList();
        for (NDArray weight : distinct(weights)) {
            gradients.add(manager.zeros(weight.getShape()));
        }
        if (gradients.size() < weights.size()) {
            gradients.add(gradients.get(0)); // a tied head adds to the embedding's gradient
        }
        adapters = lora.map(settings -> new Adapters(model, settings, seed));
        if (adapters.isPresent()) {
            adapters.get().forEach(this::train);
        } else {
            for (int i = 0; i < distinct(weights).size(); i++) {
                if (weights.get(i).size() > 0) {
                    train(weights.get(i), gradients.get(i));
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

    private NDList distinct(NDList weights) {
        return model.layout().tied() ? weights.subNDList(0, weights.size() - 1) : weights;
    }

    private void train(NDArray value, NDArray gradient) {
        parameters.add(
                new Parameter(value, gradient, manager.zeros(value.getShape()), manager.zeros(value.getShape())));
    }

    /** The model as it is now; it changes with every update. */
    public LanguageModel model() {
        return model;
    }

    /** Number of updates so far. */
    public long updates() {
        return updates;
    }

    /** Number of numbers that an update changes. */
    public long trainableParameters() {
        return parameters.stream()
                .mapToLong(parameter -> parameter.value().size())
                .sum();
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
        NDList result = model.pass(scope, "forward", new Object[] {
            ids,
            positions,
            targets,
            temperature,
            true,
            recompute,
            model.fusedAttention(rows.width()),
            model.rowsPerChunk()
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
                result.subNDList(2));
    }

    /**
     * Adds to the gradients of the weights.
     *
     * @param dlogprobs gradient of the loss with respect to the log-probabilities, {@code [M]}
     * @param dentropies the same for the entropies, {@code [M]}, or an empty array
     */
    public void backward(Pass pass, NDArray dlogprobs, NDArray dentropies) {
        try (NDManager scope = manager.newSubManager()) {
            model.pass(
                    scope,
                    "backward",
                    new Object[] {
                        pass.ids(),
                        pass.positions(),
                        pass.targets(),
                        pass.temperature(),
                        pass.recompute(),
                        model.fusedAttention(pass.width()),
                        model.rowsPerChunk(),
                        dlogprobs,
                        dentropies,
                        pass.saved()
                    },
                    gradients);
        }
    }

    /**
     * Scales the gradients down to a largest norm; 0 for no limit.
     *
     * @return the norm before; not finite if any gradient isn't
     */
    public double clipGradients(double limit) {
        try (NDManager scope = manager.newSubManager()) {
            adapters.ifPresent(lora -> lora.projectGradients(scope, gradients));
            return model.run(scope, "clip", limit, list(parameters, Parameter::gradient))
                    .get(0)
                    .getFloat();
        }
    }

    /** Updates the weights with the gradients, and sets the gradients to 0. */
    public void update(AdamW settings, double learningRate) {
        updates++;
        step(
                settings,
                learningRate,
                settings.weightDecay(),
                parameters.stream()
                        .filter(parameter -> parameter.value().getShape().dimension() > 1)
                        .toList());
        step(
                settings,
                learningRate,
                0,
                parameters.stream()
                        .filter(parameter -> parameter.value().getShape().dimension() == 1)
                        .toList());
        try (NDManager scope = manager.newSubManager()) {
            adapters.ifPresent(lora -> lora.merge(scope));
        }
        clearGradients();
        model.refresh();
    }

    private void step(AdamW settings, double learningRate, double weightDecay, List<Parameter> group) {
        if (group.isEmpty()) {
            return;
        }
        try (NDManager scope = manager.newSubManager()) {
            model.run(
                    scope,
                    "adamw",
                    (double) updates,
                    learningRate,
                    settings.beta1(),
                    settings.beta2(),
                    weightDecay,
                    settings.epsilon(),
                    list(group, Parameter::value),
                    list(group, Parameter::gradient),
                    list(group, Parameter::first),
                    list(group, Parameter::second));
        }
    }

    /** Forgets moments and the count of updates: what comes next starts afresh from these weights. */
    public void resetOptimizer() {
        NDList moments = list(parameters, Parameter::first);
        moments.addAll(list(parameters, Parameter::second));
        try (NDManager scope = manager.newSubManager()) {
            model.run(scope, "zero", moments);
        }
        updates = 0;
        model.version(0);
    }

    /** Forgets the gradients. */
    public void clearGradients() {
        try (NDManager scope = manager.newSubManager()) {
            model.run(scope, "zero", distinct(gradients));
        }
    }

    /** The gradient of a tensor of the Hugging Face layout, as it has been added up so far. */
    float[] gradient(TensorSpec spec) {
        WeightLayout.Place place = model.layout().place(spec.name());
        return gradients
                .get(place.index())
                .get(new NDIndex("{}:{}", place.firstRow(), place.firstRow() + spec.rows()))
                .toFloatArray();
    }

    /**
     * AdamW.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the root of the second moment
     * @param weightDecay decoupled weight decay of matrices; vectors have none
     */
    public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {}

    /** Writes the model as a Hugging Face directory in fp32, adapters merged; with them, {@code adapter/} holds those alone. */
    public void save(Path target) {
        try (ModelDirectoryWriter writer =
                new ModelDirectoryWriter(model.config(), source, target, Dtype.F32, 4L << 30)) {
            for (TensorSpec spec : model.config().tensors()) {
                WeightLayout.Place place = model.layout().place(spec.name());
                write(model.weights().get(place.index()), place.firstRow(), spec, writer::write);
            }
            writer.commit();
        }
        adapters.ifPresent(lora -> lora.save(target.resolve("adapter")));
    }

    /** Takes some rows of a tensor as little-endian fp32. */
    @FunctionalInterface
    interface Sink {
        void write(String name, ByteBuffer fp32);
    }

    static void write(NDArray array, long firstRow, TensorSpec spec, Sink sink) {
        long width = spec.elements() / spec.rows();
        long step = Math.max(1, BYTES_PER_TRANSFER / (4 * width));
        for (long row = 0; row < spec.rows(); row += step) {
            long end = Math.min(row + step, spec.rows());
            try (NDArray piece = array.get(new NDIndex("{}:{}", firstRow + row, firstRow + end))) {
                sink.write(spec.name(), piece.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    /** Writes the moments of AdamW. */
    public void saveOptimizer(Path file) {
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            specs.add(new TensorSpec(
                    "first." + i, parameters.get(i).value().getShape().getShape()));
            specs.add(new TensorSpec(
                    "second." + i, parameters.get(i).value().getShape().getShape()));
        }
        try (SafetensorsWriter writer = new SafetensorsWriter(file, Dtype.F32, specs)) {
            for (int i = 0; i < parameters.size(); i++) {
                write(parameters.get(i).first(), 0, specs.get(2 * i), writer::write);
                write(parameters.get(i).second(), 0, specs.get(2 * i + 1), writer::write);
            }
            writer.commit();
        }
    }

    /**
     * Continues where a checkpoint left off.
     *
     * @param directory what {@link #save} wrote
     * @param optimizer what {@link #saveOptimizer} wrote
     * @param updates number of updates behind it
     */
    public void restore(Path directory, Path optimizer, long updates) {
        try (NDManager scope = manager.newSubManager()) {
            if (adapters.isPresent()) {
                adapters.get().restore(scope, directory.resolve("adapter"));
                adapters.get().merge(scope);
            } else {
                model.reload(directory);
            }
            Safetensors moments = Safetensors.open(optimizer);
            for (int i = 0; i < parameters.size(); i++) {
                model.fill(parameters.get(i).first(), 0, moments.tensor("first." + i), reader(moments));
                model.fill(parameters.get(i).second(), 0, moments.tensor("second." + i), reader(moments));
            }
        }
        this.updates = updates;
        clearGradients();
        model.refresh();
        model.version(updates);
    }

    private static LanguageModel.WeightSource reader(Safetensors file) {
        return (spec, first, rows) -> file.readAsFloat32(spec.name(), first, rows);
    }

    private static NDList list(List<Parameter> parameters, java.util.function.Function<Parameter, NDArray> part) {
        NDList list = new NDList(parameters.size());
        parameters.forEach(parameter -> list.add(part.apply(parameter)));
        return list;
    }

    @Override
    public void close() {
        model.close();
    }
}
