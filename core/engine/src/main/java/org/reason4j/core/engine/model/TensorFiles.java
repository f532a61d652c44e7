package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.reason4j.core.engine.model.kernel.Kernels;
import org.reason4j.core.formats.safetensors.TensorSpec;

/** Moves tensors between files and arrays, some rows at a time. */
final class TensorFiles {

    private static final long BYTES_PER_TRANSFER = 1L << 18;

    private TensorFiles() {}

    /** Returns rows of a tensor as little-endian fp32. */
    @FunctionalInterface
    interface Source {
        ByteBuffer read(TensorSpec spec, long firstRow, long rows);
    }

    /** Takes rows of a tensor, in order, as little-endian fp32. */
    @FunctionalInterface
    interface Sink {
        void write(String name, ByteBuffer fp32);
    }

    /** Reads a tensor into an array, from row {@code firstRow} on. */
    static void read(Kernels kernels, NDArray target, long firstRow, TensorSpec spec, Source source) {
        long step = rowsPerTransfer(spec);
        for (long row = 0; row < spec.rows(); row += step) {
            long rows = Math.min(step, spec.rows() - row);
            long[] shape = spec.shape().clone();
            shape[0] = rows;
            try (NDManager scope = target.getManager().newSubManager()) {
                NDArray piece = scope.create(source.read(spec, row, rows), new Shape(shape), DataType.FLOAT32);
                kernels.place(Math.toIntExact(firstRow + row), piece, target);
            }
        }
    }

    /** Writes a tensor that lies in an array from row {@code firstRow} on. */
    static void write(NDArray array, long firstRow, TensorSpec spec, Sink sink) {
        long step = rowsPerTransfer(spec);
        for (long row = 0; row < spec.rows(); row += step) {
            long end = Math.min(row + step, spec.rows());
            try (NDArray piece = array.get(new NDIndex("{}:{}", firstRow + row, firstRow + end))) {
                sink.write(spec.name(), piece.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
            }
        }
    }

    private static long rowsPerTransfer(TensorSpec spec) {
        long width = spec.elements() / spec.rows();
        return Math.max(1, BYTES_PER_TRANSFER / (4 * width));
    }
}
