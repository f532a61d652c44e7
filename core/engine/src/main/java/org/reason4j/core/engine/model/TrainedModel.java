package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.core.formats.huggingface.ModelDirectoryWriter;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * A language model in training: its gradients, and AdamW (arXiv 1711.05101) or another rule that moves its parameters.
 *
 * <p>Not safe for use by several threads.
 */
public abstract class TrainedModel implements AutoCloseable {

    private static final long BYTES_PER_TRANSFER = 1L << 18;

    private final LanguageModel model;
    private final Path source;
    private final NDList tensors; // that have gradients
    private final List<NDList> gradients = new ArrayList<>(); // of the tensors, in their order, for each part of a pass
    private final Parameters parameters;
    private long updates;

    /**
     * Prepares to train.
     *
     * @param source the directory that the model was loaded from
     * @param tensors those that have gradients: weights in the order of {@code kernels.py}, then others
     */
    TrainedModel(Path source, LanguageModel model, NDList tensors) {
        this.source = source;
        this.model = model;
        this.tensors = tensors;
        parameters = new Parameters(model);
        gradients(0);
    }

    /** Makes parameters of all tensors that have gradients. */
    void trainAll() {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).size() > 0) {
                parameters.add(tensors.get(i), gradients(0).get(i));
            }
        }
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

    /** One number per scored token, {@code [M]}, without a gradient. */
    public abstract float[] output(TokenRows rows, double temperature);

    /**
     * Computes one number per scored token, and keeps what its gradient needs.
     *
     * @param scope owns what is kept
     * @param temperature divides the logits, where there are some
     * @param recompute keeps only each layer's input and computes the rest again in the backward pass
     */
    public abstract OutputPass pass(NDManager scope, TokenRows rows, double temperature, boolean recompute);

    /** Brings the gradients of the parameters up to date, where they follow from those of the weights. */
    void projectGradients(NDManager scope, NDList gradients) {}

    /** Brings the weights up to date, where they follow from the parameters. */
    void parametersMoved(NDManager scope) {}

    /** Reads what {@link #save} wrote. */
    void reload(NDManager scope, Path directory) {
        model.reload(directory);
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
        return parameters.count();
    }

    Parameters parameters() {
        return parameters;
    }

    private NDList gradients(int part) {
        while (gradients.size() <= part) {
            NDList zeros = new NDList();
            tensors.forEach(tensor -> zeros.add(model.manager().zeros(tensor.getShape())));
            gradients.add(zeros);
        }
        return gradients.get(part);
    }

    /** Adds the gradients of all parts up into those of the first, and brings those of the parameters up to date. */
    NDList completeGradients() {
        try (NDManager scope = model.scope()) {
            for (NDList part : gradients.subList(1, gradients.size())) {
                model.run(scope, "combine", 1.0, 1.0, gradients(0), part);
                model.run(scope, "zero", part);
            }
            projectGradients(scope, gradients(0));
        }
        return gradients(0);
    }

    /** Makes forward passes of the parts of some rows, side by side; what they return belongs to the scope. */
    List<PassPart> forward(NDManager scope, TokenRows rows, BiFunction<NDManager, TokenRows, NDList> pass) {
        List<TokenRows> split = model.parts(rows);
        List<NDList> results = SideBySide.run(split, part -> pass.apply(scope.newSubManager(), part));
        List<PassPart> parts = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < split.size(); i++) {
            parts.add(new PassPart(i, first, split.get(i), results.get(i)));
            first += split.get(i).scored();
        }
        return parts;
    }

    /** Makes the backward passes of those parts, side by side; each adds to the gradients that it is given. */
    void backward(List<PassPart> parts, BiConsumer<PassPart, NDList> pass) {
        gradients(parts.size() - 1);
        SideBySide.run(parts, part -> {
            pass.accept(part, gradients.get(part.index()));
            return part;
        });
    }

    /**
     * Scales the gradients down to a largest norm; 0 for no limit.
     *
     * @return the norm before; not finite if any gradient isn't
     */
    public double clipGradients(double limit) {
        completeGradients();
        return parameters.clip(limit);
    }

    /** Updates the parameters with the gradients that {@link #clipGradients} left, and sets the gradients to 0. */
    public void update(AdamW settings, double learningRate) {
        parameters.step(updates + 1, settings, learningRate);
        clearGradients();
        takeOver();
        countUpdate();
    }

    /** Takes the gradients as a vector, complete and not clipped, and sets them to 0. */
    public WeightVector takeGradients(NDManager owner) {
        completeGradients();
        WeightVector vector = parameters.copyOfGradients(owner);
        clearGradients();
        return vector;
    }

    /** A copy of the parameters. */
    public WeightVector parameters(NDManager owner) {
        return parameters.copyOfValues(owner);
    }

    /** The norm of all parameters; not finite if any of them isn't. */
    public double parameterNorm() {
        return parameters.norm();
    }

    /** Adds {@code scale} times a vector to the parameters; no update is counted. */
    public void move(WeightVector direction, double scale) {
        try (NDManager scope = model.scope()) {
            model.run(scope, "combine", 1.0, scale, parameters.values(), ParameterVector.tensors(direction));
        }
        takeOver();
    }

    /** Sets the parameters; no update is counted. */
    public void moveTo(WeightVector values) {
        try (NDManager scope = model.scope()) {
            model.run(scope, "assign", parameters.values(), ParameterVector.tensors(values));
        }
        takeOver();
    }

    private void takeOver() {
        try (NDManager scope = model.scope()) {
            parametersMoved(scope);
        }
        model.refresh();
    }

    /** Counts moves since the last update as one. */
    public void countUpdate() {
        updates++;
        model.version(updates);
    }

    /** Forgets moments and the count of updates: what comes next starts afresh from these weights. */
    public void resetOptimizer() {
        parameters.resetMoments();
        updates = 0;
        model.version(0);
    }

    /** Forgets the gradients. */
    public void clearGradients() {
        try (NDManager scope = model.scope()) {
            gradients.forEach(part -> model.run(scope, "zero", part));
        }
    }

    /** The gradient of a tensor of the Hugging Face layout. */
    float[] gradient(TensorSpec spec) {
        WeightLayout.Place place = model.layout().place(spec.name());
        return completeGradients()
                .get(place.index())
                .get(new NDIndex("{}:{}", place.firstRow(), place.firstRow() + spec.rows()))
                .toFloatArray();
    }

    /** Writes the model as a Hugging Face directory in fp32. */
    public void save(Path target) {
        try (ModelDirectoryWriter writer =
                new ModelDirectoryWriter(model.config(), source, target, Dtype.F32, 4L << 30)) {
            for (TensorSpec spec : model.config().tensors()) {
                WeightLayout.Place place = model.layout().place(spec.name());
                write(model.weights().get(place.index()), place.firstRow(), spec, writer::write);
            }
            writer.commit();
        }
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
        parameters.saveMoments(file);
    }

    /**
     * Continues where a checkpoint left off.
     *
     * @param directory what {@link #save} wrote
     * @param optimizer what {@link #saveOptimizer} wrote
     * @param updates number of updates behind it
     */
    public void restore(Path directory, Path optimizer, long updates) {
        try (NDManager scope = model.scope()) {
            reload(scope, directory);
        }
        parameters.restoreMoments(optimizer);
        this.updates = updates;
        clearGradients();
        model.refresh();
        model.version(updates);
    }

    @Override
    public void close() {
        model.close();
    }
}
