package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.reason4j.core.engine.model.kernel.KernelWeights;
import org.reason4j.core.engine.model.kernel.Kernels;
import org.reason4j.core.engine.model.kernel.ScalarType;
import org.reason4j.core.formats.family.LayerWeight;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelWeights;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;
import org.reason4j.core.formats.safetensors.TensorFit;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** A model's weights in fp32, and the copies of them that kernels read. */
final class ModelTensors {

    private final ModelConfig config;
    private final Precision precision;
    private final WeightLayout layout;
    private final NDManager manager;
    private final Kernels kernels;
    private final NDList values = new NDList(); // fp32
    private final NDList rope;
    private NDList copies; // the values themselves in fp32, but for those that adapters change
    private NDList plain; // what kernels read: the copies, or fp32
    private NDList packed;
    private boolean exact; // whether kernels read fp32 for the moment
    private Optional<Adapters> adapters = Optional.empty();

    ModelTensors(
            ModelConfig config, Precision precision, NDManager manager, Kernels kernels, TensorFiles.Source source) {
        this.config = config;
        this.manager = manager;
        this.kernels = kernels;
        layout = new WeightLayout(config);
        rope = RotaryTables.of(config, manager);
        for (long[] shape : layout.shapes()) {
            values.add(manager.zeros(new Shape(shape)));
        }
        read(source);
        if (layout.tied()) {
            values.add(values.get(0));
        }
        copies = precision == Precision.FP32 ? values : cast(precision);
        this.precision = precision;
        plain = copies;
        packed = kernels.pack(manager, plain);
    }

    private void read(TensorFiles.Source source) {
        for (TensorSpec spec : config.tensors()) {
            WeightLayout.Place place = layout.place(spec.name());
            TensorFiles.read(kernels, values.get(place.index()), place.firstRow(), spec, source);
        }
    }

    private NDList cast(Precision precision) {
        NDList distinct = layout.tied() ? values.subNDList(0, values.size() - 1) : values;
        NDList rounded = kernels.cast(manager, precision.scalarType(), distinct);
        int head = LayerWeight.head(config.layers());
        if (layout.tied()) {
            rounded.add(rounded.get(0));
        }
        if (precision.hasFp32Head()) {
            NDArray copy = rounded.set(head, values.get(head));
            if (!layout.tied()) {
                copy.close();
            }
        }
        return rounded;
    }

    /** Replaces the fp32 weights by those of a directory of the same model; {@link #refresh} then updates the copies. */
    void reload(Path directory) {
        ModelWeights files = ModelWeights.open(directory, config);
        read((tensor, first, rows) -> files.readAsFloat32(tensor.name(), first, rows));
    }

    /** Puts adapters on the weights: kernels read the sums. */
    void adapt(Adapters onWeights) {
        adapters = Optional.of(onWeights);
        copies = separate(copies);
        plain = copies;
        refresh();
    }

    /** Those weights, with a copy of each value that adapters change. */
    private NDList separate(NDList weights) {
        NDList own = new NDList();
        for (int i = 0; i < weights.size(); i++) {
            boolean shared = weights.get(i) == values.get(i);
            own.add(shared && isAdapted(i) ? values.get(i).duplicate() : weights.get(i));
        }
        return own;
    }

    private boolean isAdapted(int weight) {
        return adapters.isPresent() && adapters.get().changes(weight);
    }

    /** Reads an fp32 weight with its adapters. */
    void whole(int index, Consumer<NDArray> reader) {
        if (!isAdapted(index)) {
            reader.accept(values.get(index));
            return;
        }
        try (NDArray sum = values.get(index).duplicate()) {
            adapters.orElseThrow().merge(index, values.get(index), sum);
            reader.accept(sum);
        }
    }

    /**
     * Copies the weights of another instance of the same model, with its adapters. A model with adapters keeps what these are
     * on: its passes read the others' weights until the next {@link #refresh}.
     */
    void copyFrom(ModelTensors other) {
        NDList target = adapters.isPresent() ? plain : values;
        kernels.refresh(other.values, target);
        other.adapters.ifPresent(more -> more.merge(other.values, target, 1));
        if (adapters.isPresent()) {
            repack();
        } else {
            refresh();
        }
    }

    /** Moves the fp32 weights towards those of another instance of the same model, with its adapters. */
    void average(ModelTensors other, double share) {
        kernels.combine(1 - share, share, distinct(), other.distinct());
        other.adapters.ifPresent(more -> more.merge(values, values, share));
        refresh();
    }

    /** Writes the fp32 weights into one file, by the names of the directory. */
    void save(Path file) {
        List<TensorSpec> specs = config.tensors();
        try (SafetensorsWriter writer = new SafetensorsWriter(file, Dtype.F32, specs)) {
            for (TensorSpec spec : specs) {
                WeightLayout.Place place = layout.place(spec.name());
                whole(place.index(), weight -> TensorFiles.write(weight, place.firstRow(), spec, writer::write));
            }
            writer.commit();
        }
    }

    /** Reads what {@link #save} wrote. */
    void restore(Path file) {
        Safetensors weights = Safetensors.open(file);
        TensorFit.require("The weights in " + file + " don't fit the model", config.tensors(), weights.tensors());
        read((spec, first, rows) -> weights.readAsFloat32(spec.name(), first, rows));
        refresh();
    }

    /** The fp32 weights, each once and none of them empty. */
    private NDList distinct() {
        NDList distinct = new NDList();
        for (int i = 0; i < layout.shapes().size(); i++) {
            if (values.get(i).size() > 0) {
                distinct.add(values.get(i));
            }
        }
        return distinct;
    }

    /** Rebuilds the copies from the fp32 weights. */
    void refresh() {
        if (plain != values) {
            kernels.refresh(values, plain);
        }
        adapters.ifPresent(more -> more.merge(values, plain, 1));
        adapters.ifPresent(more -> more.refresh(isFp32() ? ScalarType.FP32.code() : precision.scalarType()));
        repack();
    }

    private void repack() {
        packed.close(); // handles of their own, also where a tensor is shared
        packed = kernels.pack(manager, plain);
    }

    /** The first tensor of the directory with a number that is not finite, and that number; empty if there is none. */
    Optional<String> notFinite() {
        List<TensorSpec> specs = config.tensors();
        NDList pieces = new NDList();
        for (TensorSpec spec : specs) {
            WeightLayout.Place place = layout.place(spec.name());
            pieces.add(values.get(place.index())
                    .get(new NDIndex("{}:{}", place.firstRow(), place.firstRow() + spec.rows())));
        }
        try (pieces) {
            List<String> names =
                    specs.stream().map(spec -> "tensor '" + spec.name() + "'").toList();
            return Extremes.outside(kernels, names, pieces, Double.NEGATIVE_INFINITY);
        }
    }

    /** True if passes are in a format whose gradients leave its range. */
    boolean scalesLoss() {
        return precision.scalesLoss() && !isFp32();
    }

    /** True if kernels read the fp32 weights themselves. */
    boolean isFp32() {
        return exact || precision == Precision.FP32;
    }

    /** Lets kernels read the fp32 weights, or the copies again, of the moment. */
    void fp32(boolean wanted) {
        NDList before = plain;
        exact = wanted;
        plain = exact ? separate(values) : copies;
        refresh();
        if (!exact) {
            for (int i = 0; i < before.size(); i++) {
                if (isAdapted(i)) {
                    before.get(i).close();
                }
            }
        }
    }

    WeightLayout layout() {
        return layout;
    }

    /** The fp32 weights, without adapters, in the order of {@link LayerWeight}; a tied head is the embedding again. */
    NDList values() {
        return values;
    }

    /** The copies of the moment; {@link #refresh} replaces them. */
    KernelWeights forKernels() {
        return new KernelWeights(rope, plain, packed);
    }
}
