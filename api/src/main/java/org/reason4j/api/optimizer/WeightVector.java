package org.reason4j.api.optimizer;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;

/**
 * One number per trainable weight, in fp32, wherever the weights are. The receiver closes it;
 * what is still open is freed after the update.
 */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface WeightVector extends AutoCloseable {

    /** The inner product with another, in fp64. */
    double dot(WeightVector other);

    /** Sets this to {@code own * this + scale * other}, and returns it. */
    WeightVector combine(double own, double scale, WeightVector other);

    /** Returns a vector of its own with the same numbers. */
    WeightVector copy();

    @Override
    void close();
}
