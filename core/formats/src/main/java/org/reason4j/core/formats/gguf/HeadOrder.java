package org.reason4j.core.formats.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The order of the rows of one head. The two numbers that a rotation turns are halves of a head apart in a Hugging Face
 * directory, and neighbours in a GGUF file of the architecture {@code llama}.
 */
final class HeadOrder {

    private HeadOrder() {}

    /** From neighbours to halves. */
    static ByteBuffer toHalves(ByteBuffer rows, int headSize) {
        return reordered(rows, headSize, headSize / 2);
    }

    /** From halves to neighbours. */
    static ByteBuffer toNeighbours(ByteBuffer rows, int headSize) {
        return reordered(rows, headSize, 2);
    }

    /** The rows seen as a matrix of {@code groups} lines, transposed. */
    private static ByteBuffer reordered(ByteBuffer rows, int headSize, int groups) {
        int width = rows.remaining() / headSize;
        int inGroup = headSize / groups;
        ByteBuffer out = ByteBuffer.allocateDirect(rows.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < headSize; row++) {
            int target = row % inGroup * groups + row / inGroup;
            out.put(target * width, rows, rows.position() + row * width, width);
        }
        return out;
    }
}
