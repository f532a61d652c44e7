package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reason4j.core.engine.model.kernel.Learned;
import org.reason4j.core.formats.huggingface.LoraAdapter;
import org.reason4j.core.formats.huggingface.LoraAdapterWriter;
import org.reason4j.core.formats.huggingface.LoraConfig;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Low-rank adapters (LoRA, arXiv 2106.09685, equation 3): {@code W = W0 + s B A} with {@code s = alpha / r}.
 *
 * <p>Passes read the sums. The model's fp32 weights stay {@code W0}; only the copies that kernels read hold {@code W}. For a
 * product {@code y = x W^T} and the gradient {@code dy} of its results the gradients are {@code dB = s dy^T (x A^T)} and
 * {@code dA = s (dy B)^T x}, computed in the backward pass without that of {@code W}.
 */
final class Adapters {

    private static final String LORA_A = ".lora_A.weight";

    private final LanguageModel model;
    private final LoraConfig config;
    private final List<TensorSpec> specs;
    private final List<WeightLayout.Place> places = new ArrayList<>(); // in the order of the weights
    private final NDList down = new NDList(); // A, [r, in]
    private final NDList up = new NDList(); // B, [out, r]
    private NDList factors = new NDList(); // A and B by turns, as backward passes read them: "scaled" in the kernels

    Adapters(LanguageModel model, LoraSettings settings, long seed) {
        this.model = model;
        NDManager manager = model.manager();
        config = new LoraConfig(settings.rank(), settings.alpha(), settings.targets(), Optional.empty())
                .on(model.config());
        specs = config.tensors(model.config());
        for (TensorSpec spec : specs) {
            if (spec.name().endsWith(LORA_A)) {
                String name = spec.name()
                        .substring("base_model.model.".length(), spec.name().length() - LORA_A.length());
                places.add(model.layout().place(name + ".weight"));
                down.add(manager.create(uniform(spec, seed), new Shape(spec.shape())));
            } else {
                up.add(manager.zeros(new Shape(spec.shape())));
            }
        }
        for (int j = 1; j < places.size(); j++) {
            if (places.get(j).index() < places.get(j - 1).index()) {
                throw new IllegalStateException(specs.get(2 * j).name() + " is not in the order of the weights");
            }
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

    /** All trained matrices: A and B of each adapter by turns. */
    NDList tensors() {
        return byTurns(down, up);
    }

    private static NDList byTurns(NDList one, NDList other) {
        NDList all = new NDList();
        for (int j = 0; j < one.size(); j++) {
            all.add(one.get(j));
            all.add(other.get(j));
        }
        return all;
    }

    /** Names of {@link #tensors}. */
    String name(int tensor) {
        return "'" + specs.get(tensor).name() + "'";
    }

    /**
     * Returns the gradients that a backward pass adds to.
     *
     * @param weights gradients of the weights, of which none is trained
     * @param own gradients of {@link #tensors}
     */
    Learned learned(NDList weights, NDList own) {
        NDList all = new NDList();
        for (int j = 0; j < down.size(); j++) {
            all.addAll(factors.subNDList(2 * j, 2 * j + 2));
            all.addAll(own.subNDList(2 * j, 2 * j + 2));
        }
        long[] spans = new long[weights.size() + 1 + places.size()];
        for (int weight = 0; weight <= weights.size(); weight++) {
            int end = weight;
            spans[weight] = places.stream().filter(place -> place.index() < end).count();
        }
        for (int j = 0; j < places.size(); j++) {
            spans[weights.size() + 1 + j] = places.get(j).firstRow();
        }
        return new Learned(weights, all, spans);
    }

    /** True if an adapter changes that weight. */
    boolean changes(int weight) {
        return places.stream().anyMatch(place -> place.index() == weight);
    }

    /**
     * Writes the sums of base weights and adapters.
     *
     * @param base the model's weights
     * @param merged copies of them, those that adapters change as tensors of their own
     * @param share factor of the adapters, 1 for the sums themselves
     */
    void merge(NDList base, NDList merged, double share) {
        long[] at = places.stream().mapToLong(WeightLayout.Place::index).toArray();
        long[] first = places.stream().mapToLong(WeightLayout.Place::firstRow).toArray();
        model.kernels().merge(share * config.scale(), at, first, down, up, base, merged);
    }

    /** Writes the sum of one base weight and its adapters into a copy of it. */
    void merge(int weight, NDArray base, NDArray merged) {
        List<Integer> own = IntStream.range(0, places.size())
                .filter(j -> places.get(j).index() == weight)
                .boxed()
                .toList();
        NDList ownDown = new NDList();
        NDList ownUp = new NDList();
        own.forEach(j -> ownDown.add(down.get(j)));
        own.forEach(j -> ownUp.add(up.get(j)));
        long[] first = own.stream().mapToLong(j -> places.get(j).firstRow()).toArray();
        model.kernels()
                .merge(
                        config.scale(),
                        new long[own.size()],
                        first,
                        ownDown,
                        ownUp,
                        new NDList(base),
                        new NDList(merged));
    }

    /** Rebuilds what backward passes read of the adapters, in the type of the layers' products. */
    void refresh(int type) {
        factors.close();
        factors = byTurns(
                model.kernels().scaled(model.manager(), config.scale(), type, down),
                model.kernels().scaled(model.manager(), config.scale(), type, up));
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
