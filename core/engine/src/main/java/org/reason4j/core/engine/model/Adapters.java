package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.reason4j.core.formats.huggingface.LoraAdapter;
import org.reason4j.core.formats.huggingface.LoraAdapterWriter;
import org.reason4j.core.formats.huggingface.LoraConfig;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Low-rank adapters (LoRA, arXiv 2106.09685, equation 3): {@code W = W0 + alpha / r * B A}.
 *
 * <p>The model's weights are these sums, so its passes are those of a model without adapters; the gradients of A and B follow
 * from that of W exactly: {@code dA = s B^T dW}, {@code dB = s dW A^T}.
 */
final class Adapters {

    private static final String LORA_A = ".lora_A.weight";

    private final LanguageModel model;
    private final LoraConfig config;
    private final List<TensorSpec> specs;
    private final NDList base = new NDList(); // the model's weights; copies of those that adapters change
    private final NDArray at;
    private final NDArray firstRow;
    private final NDList down = new NDList(); // A, [r, in]
    private final NDList up = new NDList(); // B, [out, r]
    private final NDList ddown = new NDList();
    private final NDList dup = new NDList();

    Adapters(LanguageModel model, LoraSettings settings, long seed) {
        this.model = model;
        NDManager manager = model.manager();
        config = new LoraConfig(settings.rank(), settings.alpha(), settings.targets(), Optional.empty())
                .on(model.config());
        specs = config.tensors(model.config());
        List<WeightLayout.Place> places = new ArrayList<>();
        for (TensorSpec spec : specs) {
            if (spec.name().endsWith(LORA_A)) {
                String name = spec.name()
                        .substring("base_model.model.".length(), spec.name().length() - LORA_A.length());
                places.add(model.layout().place(name + ".weight"));
                down.add(manager.create(uniform(spec, seed), new Shape(spec.shape())));
                ddown.add(manager.zeros(new Shape(spec.shape())));
            } else {
                up.add(manager.zeros(new Shape(spec.shape())));
                dup.add(manager.zeros(new Shape(spec.shape())));
            }
        }
        at = manager.create(places.stream().mapToLong(WeightLayout.Place::index).toArray());
        firstRow = manager.create(
                places.stream().mapToLong(WeightLayout.Place::firstRow).toArray());
        Map<Integer, NDArray> copies = new LinkedHashMap<>();
        places.forEach(place -> copies.computeIfAbsent(
                place.index(), index -> model.weights().get(index).duplicate()));
        for (int i = 0; i < model.weights().size(); i++) {
            base.add(copies.getOrDefault(i, model.weights().get(i)));
        }
    }

    /** Uniform in ±1/sqrt(in), as PEFT starts A; B starts at 0. */
    private static float[] uniform(TensorSpec spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ spec.name().hashCode() * 0x9E3779B97F4A7C15L);
        double bound = 1 / Math.sqrt(spec.shape()[1]);
        float[] numbers = new float[Math.toIntExact(spec.elements())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-bound, bound);
        }
        return numbers;
    }

    /** Visits every trained matrix with its gradient. */
    void forEach(BiConsumer<NDArray, NDArray> action) {
        for (int i = 0; i < down.size(); i++) {
            action.accept(down.get(i), ddown.get(i));
            action.accept(up.get(i), dup.get(i));
        }
    }

    /** Makes parameters of all trained matrices. */
    void addTo(Parameters parameters) {
        Iterator<TensorSpec> names = specs.iterator(); // A and B of each projection, too
        forEach((value, gradient) -> parameters.add("'" + names.next().name() + "'", value, gradient));
    }

    /** Computes the adapters' gradients from those of the weights. */
    void projectGradients(NDList gradients) {
        model.kernels().unmerge(config.scale(), at, firstRow, down, up, gradients, ddown, dup);
    }

    /** Writes the sums of base weights and adapters into the model's weights. */
    void merge() {
        model.kernels().merge(config.scale(), at, firstRow, down, up, base, model.weights());
    }

    /** Writes the adapters in the PEFT layout. */
    void save(Path target) {
        try (LoraAdapterWriter writer = new LoraAdapterWriter(config, model.config(), target, Dtype.F32)) {
            int pair = 0;
            for (TensorSpec spec : specs) {
                boolean isDown = spec.name().endsWith(LORA_A);
                TensorFiles.write((isDown ? down : up).get(pair), 0, spec, writer::write);
                pair += isDown ? 0 : 1;
            }
            writer.commit();
        }
    }

    /** Reads what {@link #save} wrote. */
    void restore(NDManager scope, Path directory) {
        LoraAdapter adapter = LoraAdapter.open(directory, model.config());
        int pair = 0;
        for (TensorSpec spec : specs) {
            boolean isDown = spec.name().endsWith(LORA_A);
            NDArray numbers = scope.create(
                    adapter.readAsFloat32(spec.name()), new Shape(spec.shape()), ai.djl.ndarray.types.DataType.FLOAT32);
            model.kernels().place(0, numbers, (isDown ? down : up).get(pair));
            pair += isDown ? 0 : 1;
        }
    }
}
