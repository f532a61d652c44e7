package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import org.reason4j.core.engine.model.kernel.Kernels;

/** Finds numbers that training can't go on with: one pass over each tensor. */
final class Extremes {

    private Extremes() {}

    /**
     * The first tensor with a number that is not finite, or is below a least one, and that number.
     *
     * @param names of the tensors
     * @param tensors none of which is empty
     */
    static Optional<String> outside(Kernels kernels, List<String> names, NDList tensors, double least) {
        if (tensors.isEmpty()) {
            return Optional.empty();
        }
        float[] extremes = kernels.extremes(tensors);
        for (int i = 0; i < names.size(); i++) {
            float smallest = extremes[2 * i];
            float largest = extremes[2 * i + 1];
            if (!Float.isFinite(smallest) || smallest < least) {
                return Optional.of(names.get(i) + " holds " + smallest);
            }
            if (!Float.isFinite(largest)) {
                return Optional.of(names.get(i) + " holds " + largest);
            }
        }
        return Optional.empty();
    }
}
