package org.reason4j.core.engine.model.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Gradients of a loss, in the calling thread alone. DJL's own collector is for one thread of the process at a time, and trainers
 * may compute losses at the same time.
 */
public final class LossGradient {

    private LossGradient() {}

    /** Does work that PyTorch records, such that {@link #backward} can follow it back. */
    public static <T> T recording(Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true); // of this thread
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Adds the gradient of a recorded scalar to every array that requires one. */
    public static void backward(NDArray scalar) {
        try (NDArray one = scalar.onesLike()) {
            JniUtils.backward((PtNDArray) scalar, (PtNDArray) one, false, false);
        }
    }
}
