package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.reason4j.api.optimizer.WeightVector;
import org.reason4j.core.engine.model.kernel.Kernels;

/** One number per trainable weight, tensor by tensor as {@link Parameters} has them. */
final class ParameterVector implements WeightVector {

    private final Kernels kernels;
    private final NDManager owner;
    private final NDList tensors;

    private ParameterVector(Kernels kernels, NDManager owner, NDList tensors) {
        this.kernels = kernels;
        this.owner = owner;
        this.tensors = tensors;
    }

    static ParameterVector copyOf(Kernels kernels, NDManager owner, NDList tensors) {
        return new ParameterVector(kernels, owner, kernels.copies(owner, tensors));
    }

    /** The tensors of a vector that this process has made. */
    static NDList tensors(WeightVector vector) {
        return ((ParameterVector) vector).tensors;
    }

    @Override
    public double dot(WeightVector other) {
        return kernels.dot(tensors, tensors(other));
    }

    @Override
    public WeightVector combine(double own, double scale, WeightVector other) {
        if (other == this) { // it must not read what it has just scaled
            kernels.combine(own + scale, 0.0, tensors, tensors);
        } else {
            kernels.combine(own, scale, tensors, tensors(other));
        }
        return this;
    }

    @Override
    public WeightVector copy() {
        return copyOf(kernels, owner, tensors);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
