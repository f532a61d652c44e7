package org.reason4j.core.formats.safetensors;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Name and shape of one tensor. The shape is never modified. */
public record TensorSpec(String name, long... shape) {

    public TensorSpec {
        shape = shape.clone();
    }

    /** Number of elements; 1 for a scalar. */
    public long elements() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Number of rows: the first dimension, 1 for a scalar. */
    public long rows() {
        return shape.length == 0 ? 1 : shape[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorSpec spec && name.equals(spec.name) && Arrays.equals(shape, spec.shape);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return name + " " + describe(shape);
    }

    static String describe(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
