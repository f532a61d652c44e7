package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import com.google.common.primitives.Floats;
import java.util.List;

/**
 * Consecutive rows of a forward pass, computed side by side with its other parts.
 *
 * @param index number of the part, from 0
 * @param first index of its first scored token among those of all parts
 * @param rows its rows
 * @param results tensors that the pass returned for them
 */
record PassPart(int index, int first, TokenRows rows, NDList results) {

    /** Its rows of numbers per scored token of all parts, {@code [M]} or {@code [M, K]}, or of none. */
    NDArray shareOf(NDArray numbers) {
        boolean isWhole = numbers.size() == 0 || numbers.getShape().get(0) == rows.scored();
        return isWhole ? numbers : numbers.get(new NDIndex("{}:{}", first, first + rows.scored()));
    }

    /** A result with numbers per scored token, of all parts together, {@code [M]} or {@code [M, K]} flattened. */
    static float[] joined(List<PassPart> parts, int result) {
        return Floats.concat(parts.stream()
                .map(part -> part.results().get(result).toFloatArray())
                .toArray(float[][]::new));
    }
}
