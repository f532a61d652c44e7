package org.reason4j.core.formats.safetensors;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

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

    /** Checks that it has these rows. */
    public void requireRows(long first, long count) {
        if (first < 0 || count < 0 || first > rows() - count) {
            throw new IllegalArgumentException("Rows " + first + " to " + (first + count) + " of tensor '" + name
                    + "' were asked for; it has " + rows());
        }
    }

    /** Consecutive rows of a tensor. */
    public record Piece(long first, long count) {}

    /** All rows, in pieces of as many, at least one; the last piece has those that are left. */
    public List<Piece> pieces(long rows) {
        long each = Math.max(1, rows);
        return LongStream.iterate(0, first -> first < rows(), first -> first + each)
                .mapToObj(first -> new Piece(first, Math.min(each, rows() - first)))
                .toList();
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
