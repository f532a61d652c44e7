package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.reason4j.core.formats.safetensors.Dtype;
import org.reason4j.core.formats.safetensors.Safetensors;
import org.reason4j.core.formats.safetensors.SafetensorsWriter;
import org.reason4j.core.formats.safetensors.TensorFit;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** The tensors that updates of a model change, with their gradients and the moments of AdamW (arXiv 1711.05101). */
final class Parameters {

    private final LanguageModel model;
    private final List<Parameter> all = new ArrayList<>();
    private final NDList sum = new NDList(); // of gradients; empty until the first addition
    private boolean summed;

    private record Parameter(String name, NDArray value, NDArray gradient, NDArray first, NDArray second) {}

    Parameters(LanguageModel model) {
        this.model = model;
    }

    void add(String name, NDArray value, NDArray gradient) {
        NDManager manager = model.manager();
        all.add(new Parameter(name, value, gradient, manager.zeros(value.getShape()), manager.zeros(value.getShape())));
    }

    /** Number of trainable parameters. */
    long count() {
        return all.stream().mapToLong(parameter -> parameter.value().size()).sum();
    }

    /** Norm of all parameters. */
    double norm() {
        return model.kernels().clip(0.0, values());
    }

    /** Scales the gradients down to a largest norm, 0 for none; returns the norm before. */
    double clip(double limit) {
        return model.kernels().clip(limit, gradients());
    }

    /** One AdamW step; steps count from 1. Vectors have no weight decay. */
    void step(long step, AdamW settings, double learningRate) {
        step(step, settings, learningRate, settings.weightDecay(), parameter -> dimensions(parameter) > 1);
        step(step, settings, learningRate, 0, parameter -> dimensions(parameter) == 1);
    }

    private static int dimensions(Parameter parameter) {
        return parameter.value().getShape().dimension();
    }

    private void step(
            long step, AdamW settings, double learningRate, double weightDecay, Predicate<Parameter> included) {
        List<Parameter> group = all.stream().filter(included).toList();
        if (group.isEmpty()) {
            return;
        }
        model.kernels()
                .adamw(
                        step,
                        learningRate,
                        settings.beta1(),
                        settings.beta2(),
                        settings.epsilon(),
                        weightDecay,
                        list(group, Parameter::value),
                        list(group, Parameter::gradient),
                        list(group, Parameter::first),
                        list(group, Parameter::second));
    }

    /** Sets the moments to 0. */
    void resetMoments() {
        NDList moments = list(all, Parameter::first);
        moments.addAll(list(all, Parameter::second));
        model.kernels().zero(moments);
    }

    /** A copy of the gradients. */
    ParameterVector copyOfGradients(NDManager owner) {
        return ParameterVector.copyOf(model.kernels(), owner, gradients());
    }

    /** A copy of the values. */
    ParameterVector copyOfValues(NDManager owner) {
        return ParameterVector.copyOf(model.kernels(), owner, values());
    }

    NDList values() {
        return list(all, Parameter::value);
    }

    private NDList gradients() {
        return list(all, Parameter::gradient);
    }

    /** Adds the gradients to their sum, number by number in fp32. */
    void addUp() {
        addUp(gradients());
    }

    /** Adds numbers, one per parameter in its order and little-endian, to the sum of the gradients. */
    void addUp(NDManager scope, byte[] numbers) {
        if (numbers.length != Float.BYTES * count()) {
            throw new IllegalStateException("A gradient of " + count() + " numbers has " + Float.BYTES * count()
                    + " bytes, got " + numbers.length);
        }
        NDList given = new NDList(all.size());
        int from = 0;
        for (Parameter parameter : all) {
            int bytes = Math.toIntExact(Float.BYTES * parameter.value().size());
            float[] floats = new float[bytes / Float.BYTES];
            ByteBuffer.wrap(numbers, from, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(floats);
            given.add(scope.create(floats, parameter.value().getShape()));
            from += bytes;
        }
        addUp(given);
    }

    private void addUp(NDList given) {
        if (sum.isEmpty()) {
            all.forEach(
                    parameter -> sum.add(model.manager().zeros(parameter.value().getShape())));
        }
        if (summed) {
            model.kernels().combine(1.0, 1.0, sum, given);
        } else {
            model.kernels().assign(sum, given);
        }
        summed = true;
    }

    /** True if gradients were added since {@link #clearSum}. */
    boolean isSummed() {
        return summed;
    }

    /** Sets the gradients to their sum. */
    void takeSum() {
        model.kernels().assign(gradients(), sum);
    }

    /** Begins a new sum. */
    void clearSum() {
        summed = false;
    }

    /** The gradients as numbers, one per parameter in its order and little-endian. */
    byte[] gradientBytes() {
        ByteBuffer numbers =
                ByteBuffer.allocate(Math.toIntExact(Float.BYTES * count())).order(ByteOrder.LITTLE_ENDIAN);
        for (Parameter parameter : all) {
            float[] floats = parameter.gradient().toFloatArray();
            numbers.asFloatBuffer().put(floats);
            numbers.position(numbers.position() + Float.BYTES * floats.length);
        }
        return numbers.array();
    }

    /** A value or a moment that is not finite, or a negative second moment; empty if there is none. */
    Optional<String> brokenNumber() {
        return broken("weight", Parameter::value, Double.NEGATIVE_INFINITY)
                .or(() -> broken("first moment", Parameter::first, Double.NEGATIVE_INFINITY))
                .or(() -> broken("second moment", Parameter::second, 0));
    }

    private Optional<String> broken(String part, Function<Parameter, NDArray> numbers, double least) {
        List<String> names =
                all.stream().map(parameter -> part + " of " + parameter.name()).toList();
        return Extremes.outside(model.kernels(), names, list(all, numbers), least);
    }

    private List<TensorSpec> momentSpecs() {
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            long[] shape = all.get(i).value().getShape().getShape();
            specs.add(new TensorSpec("first." + i, shape));
            specs.add(new TensorSpec("second." + i, shape));
        }
        return specs;
    }

    /** Writes the moments. */
    void saveMoments(Path file) {
        List<TensorSpec> specs = momentSpecs();
        try (SafetensorsWriter writer = new SafetensorsWriter(file, Dtype.F32, specs)) {
            for (int i = 0; i < all.size(); i++) {
                TensorFiles.write(all.get(i).first(), 0, specs.get(2 * i), writer::write);
                TensorFiles.write(all.get(i).second(), 0, specs.get(2 * i + 1), writer::write);
            }
            writer.commit();
        }
    }

    /** Reads what {@link #saveMoments} wrote. */
    void restoreMoments(Path file) {
        Safetensors moments = Safetensors.open(file);
        TensorFit.require("The moments in " + file + " don't fit the model", momentSpecs(), moments.tensors());
        TensorFiles.Source source = (spec, first, rows) -> moments.readAsFloat32(spec.name(), first, rows);
        for (int i = 0; i < all.size(); i++) {
            TensorFiles.read(model.kernels(), all.get(i).first(), 0, moments.tensor("first." + i), source);
            TensorFiles.read(model.kernels(), all.get(i).second(), 0, moments.tensor("second." + i), source);
        }
    }

    private static NDList list(List<Parameter> parameters, Function<Parameter, NDArray> part) {
        NDList list = new NDList(parameters.size());
        parameters.forEach(parameter -> list.add(part.apply(parameter)));
        return list;
    }
}
