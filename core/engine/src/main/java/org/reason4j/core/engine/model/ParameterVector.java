package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.reason4j.api.optimizer.WeightVector;

/** One number per trainable weight, tensor by tensor as {@link Parameters} has them. */
final class ParameterVector implements WeightVector {

    private final LanguageModel model;
    private final NDManager owner;
    private final NDList tensors;

    private ParameterVector(LanguageModel model, NDManager owner, NDList tensors) {
        this.model = model;
        this.owner = owner;
        this.tensors = tensors;
    }

    static ParameterVector copyOf(LanguageModel model, NDManager owner, NDList tensors) {
        return new ParameterVector(model, owner, model.run(owner, "copies", tensors));
    }

    /** The tensors of a vector that this process has made. */
    static NDList tensors(WeightVector vector) {
        return ((ParameterVector) vector).tensors;
    }

    @Override
    public double dot(WeightVector other) {
        try (NDManager scope = owner.newSubManager()) {
            return model.run(scope, "dot", tensors, tensors(other)).get(0).getDouble();
        }
    }

    @Override
    public WeightVector combine(double own, double scale, WeightVector other) {
        try (NDManager scope = owner.newSubManager()) {
            if (other == this) { // it must not read what it has just scaled
                model.run(scope, "combine", own + scale, 0.0, tensors, tensors);
            } else {
                model.run(scope, "combine", own, scale, tensors, tensors(other));
            }
        }
        return this;
    }

    @Override
    public WeightVector copy() {
        return copyOf(model, owner, tensors);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
