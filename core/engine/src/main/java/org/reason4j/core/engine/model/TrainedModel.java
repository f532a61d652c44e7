package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.kernel.SideBySide;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.huggingface.ModelDirectoryWriter;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * A language model in training: its gradients, and AdamW (arXiv 1711.05101) or another rule that moves its parameters.
 *
 * <p>Not safe for use by several threads.
 */
public abstract class TrainedModel implements AutoCloseable {

    private final LanguageModel model;
    private final Path source;
    private final NDList tensors;
    private final int frozen; // of the tensors, the first ones: they have no gradients
    private final List<NDList> gradients = new ArrayList<>(); // of the tensors, in their order, for each part of a pass
    private final Parameters parameters;
    private long updates;
    private long momentsSince; // updates before the moments began at 0
    private LossScale lossScale = LossScale.START;
    private boolean scaled; // whether the gradients have the loss scale as a factor

    /** Prepares to train all tensors: weights in the order of {@link LayerWeight}, then others. */
    TrainedModel(Path source, LanguageModel model, NDList tensors) {
        this(source, model, tensors, 0);
    }

    /**
     * Prepares to train.
     *
     * @param source the directory that the model was loaded from
     * @param tensors weights in the order of {@link LayerWeight}, then others
     * @param frozen number of tensors without a gradient, the first ones
     */
    TrainedModel(Path source, LanguageModel model, NDList tensors, int frozen) {
        this.source = source;
        this.model = model;
        this.tensors = tensors;
        this.frozen = frozen;
        parameters = new Parameters(model);
        gradients(0);
    }

    /** Makes parameters of all tensors that have gradients. */
    void trainAll() {
        trainAllBut(0);
    }

    /** Makes parameters of all tensors that have gradients but the last few. */
    void trainAllBut(int last) {
        for (int i = frozen; i < tensors.size() - last; i++) {
            if (tensors.get(i).size() > 0) {
                parameters.add(name(i), tensors.get(i), gradients(0).get(i));
            }
        }
    }

    /** The name of a tensor, for messages. */
    String name(int tensor) {
        boolean isWeight = tensor < model.layout().shapes().size()
                && tensors.get(tensor) == model.weights().get(tensor);
        return isWeight ? model.layout().name(tensor) : "the scalar head";
    }

    /** One number per scored token, {@code [M]}, without a gradient; of a language model at each row's temperature. */
    public abstract float[] output(TokenRows rows);

    /**
     * Computes one number per scored token, and keeps the activations that its gradient needs.
     *
     * @param scope owns the activations
     * @param recompute keeps only each layer's input and computes the rest again in the backward pass
     */
    public abstract OutputPass pass(NDManager scope, TokenRows rows, boolean recompute);

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

    /** Number of trainable parameters. */
    public long trainableParameters() {
        return parameters.count();
    }

    /**
     * A weight or moment that is not finite, or a negative second moment: which, and what it holds. Empty if there is none;
     * then training can go on from what is saved.
     */
    public Optional<String> brokenNumber() {
        return parameters.brokenNumber();
    }

    Parameters parameters() {
        return parameters;
    }

    private NDList gradients(int part) {
        while (gradients.size() <= part) {
            NDList zeros = new NDList();
            for (int i = 0; i < tensors.size(); i++) {
                zeros.add(model.manager()
                        .zeros(i < frozen ? new Shape(0) : tensors.get(i).getShape()));
            }
            gradients.add(zeros);
        }
        return gradients.get(part);
    }

    /** The gradients of all passes since the last update, without the loss scale. */
    NDList completeGradients() {
        if (parameters.isSummed()) {
            parameters.takeSum();
            return gradients(0);
        }
        return completePasses();
    }

    /**
     * Adds the gradient of the passes since the last call to that of the update. A sum made in the order of micro-batches has the
     * same bits wherever a micro-batch passed, here or, by {@link #addUp(byte[])}, in another process.
     */
    public void addUp() {
        completePasses();
        parameters.addUp();
        gradients.forEach(model.kernels()::zero);
    }

    /** Adds what {@link #takeGradientBytes} returned to the gradient of the update. */
    public void addUp(byte[] gradient) {
        try (NDManager scope = model.scope()) {
            parameters.addUp(scope, gradient);
        }
    }

    /** Takes the gradients of the parameters, complete and not clipped, as fp32 in little-endian order, and sets them to 0. */
    public byte[] takeGradientBytes() {
        completeGradients();
        byte[] bytes = parameters.gradientBytes();
        clearGradients();
        return bytes;
    }

    /** Adds the gradients of all parts to those of the first, without the loss scale. */
    private NDList completePasses() {
        for (NDList part : gradients.subList(1, gradients.size())) {
            model.kernels().combine(1.0, 1.0, gradients(0), part);
            model.kernels().zero(part);
        }
        if (scaled) {
            model.kernels().scale(1 / lossScale.factor(), gradients(0));
            scaled = false;
        }
        return gradients(0);
    }

    /** Makes forward passes of the parts of some rows, side by side; the scope owns their results. */
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

    /** A gradient of the loss as a backward pass takes it: with the loss scale as a factor, where passes need one. */
    NDArray scaled(NDArray gradient) {
        if (!model.scalesLoss() || gradient.size() == 0) {
            return gradient;
        }
        scaled = true;
        return gradient.mul(lossScale.factor());
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

    /**
     * True if a gradient overflowed because the loss was scaled. It is then dropped, and the next loss is scaled by half as
     * much: the update is to be left out.
     *
     * @param norm what {@link #clipGradients} returned
     */
    public boolean dropsOverflow(double norm) {
        if (Double.isFinite(norm) || !model.scalesLoss() || !lossScale.canFall()) {
            return false;
        }
        lossScale = lossScale.afterOverflow();
        clearGradients();
        return true;
    }

    /** The loss scale, of a model whose passes need one. */
    public Optional<LossScale> lossScale() {
        return Optional.of(lossScale).filter(scale -> model.scalesLoss());
    }

    /** Goes on with a loss scale of a checkpoint. */
    public void lossScale(LossScale saved) {
        lossScale = saved;
    }

    /** Updates the parameters with the gradients that {@link #clipGradients} left, and sets the gradients to 0. */
    public void update(AdamW settings, double learningRate) {
        parameters.step(updates - momentsSince + 1, settings, learningRate);
        if (model.scalesLoss()) {
            lossScale = lossScale.afterUpdate();
        }
        clearGradients();
        model.refresh();
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
        model.kernels().combine(1.0, scale, parameters.values(), ParameterVector.tensors(direction));
        model.refresh();
    }

    /** Sets the parameters; no update is counted. */
    public void moveTo(WeightVector values) {
        model.kernels().assign(parameters.values(), ParameterVector.tensors(values));
        model.refresh();
    }

    /** Counts moves since the last update as one. */
    public void countUpdate() {
        updates++;
        model.version(updates);
    }

    /** Sets moments and the count of updates to 0, and the loss scale to that of a start. */
    public void resetOptimizer() {
        lossScale = LossScale.START;
        updates = 0;
        model.version(0);
        resetMoments();
    }

    /** Sets moments to 0, as those of a new AdamW: its bias correction begins again, and updates are counted on. */
    public void resetMoments() {
        parameters.resetMoments();
        momentsSince = updates;
    }

    /** Number of updates before the moments began at 0. */
    public long momentsSince() {
        return momentsSince;
    }

    /** Sets the gradients to 0. */
    public void clearGradients() {
        gradients.forEach(model.kernels()::zero);
        parameters.clearSum();
        scaled = false;
    }

    /** The gradient of a tensor of the Hugging Face layout, which is trained. */
    float[] gradient(TensorSpec spec) {
        WeightLayout.Place place = model.layout().place(spec.name());
        return completeGradients()
                .get(place.index())
                .get(new NDIndex("{}:{}", place.firstRow(), place.firstRow() + spec.rows()))
                .toFloatArray();
    }

    /** Writes the model as a Hugging Face directory in fp32. */
    public void save(Path target) {
        List<TensorSpec> specs = model.config().tensors();
        try (ModelDirectoryWriter writer = writer(target, specs)) {
            for (TensorSpec spec : specs) {
                WeightLayout.Place place = model.layout().place(spec.name());
                model.whole(place.index(), weight -> TensorFiles.write(weight, place.firstRow(), spec, writer::write));
            }
            writeFurther(writer::write);
            writer.commit();
        }
    }

    /** Starts the directory that {@link #save} writes, with those tensors. */
    ModelDirectoryWriter writer(Path target, List<TensorSpec> tensors) {
        return new ModelDirectoryWriter(model.config(), tensors, source, target, Dtype.F32, 4L << 30);
    }

    /** Writes tensors of that directory that are none of the language model's. */
    void writeFurther(TensorFiles.Sink sink) {}

    /** Writes the moments of AdamW. */
    public void saveOptimizer(Path file) {
        parameters.saveMoments(file);
    }

    /** Continues where a checkpoint left off whose moments were never reset. */
    public void restore(Path directory, Path optimizer, long updates) {
        restore(directory, optimizer, updates, 0);
    }

    /**
     * Continues where a checkpoint left off.
     *
     * @param directory written by {@link #save}
     * @param optimizer written by {@link #saveOptimizer}
     * @param updates number of updates behind it
     * @param momentsSince number of them before the moments began at 0
     */
    public void restore(Path directory, Path optimizer, long updates, long momentsSince) {
        try (NDManager scope = model.scope()) {
            reload(scope, directory);
        }
        parameters.restoreMoments(optimizer);
        parameters.brokenNumber().ifPresent(what -> {
            throw new ConfigException("Training can't go on from " + directory + ": the " + what
                    + ". Take an older checkpoint with --resume-from.");
        });
        this.updates = updates;
        this.momentsSince = momentsSince;
        clearGradients();
        model.refresh();
        model.version(updates);
    }

    @Override
    public void close() {
        model.close();
    }
}
