package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.reason4j.core.engine.model.kernel.Sizes;
import org.reason4j.core.formats.family.Rope;
import org.reason4j.core.formats.family.Rotation;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** Cosines and sines of rotary position embeddings (RoPE, arXiv 2104.09864) at every position that a pass can have. */
final class RotaryTables {

    private RotaryTables() {}

    /**
     * Two tables for each embedding of the model, {@code [positions, D]} with the D rotated dimensions of a head: each cosine
     * at both dimensions of its pair; each sine negated at the first of them, then plain.
     */
    static NDList of(ModelConfig config, NDManager manager) {
        NDList tables = new NDList();
        Rotation rotation = config.architecture().rotation();
        rotation.tables().forEach(rope -> add(tables, rope, rotation, config.maxPositions(), manager));
        return tables;
    }

    private static void add(NDList tables, Rope rope, Rotation rotation, int longest, NDManager manager) {
        double[] frequencies = rope.inverseFrequencies(rotation.dimensions());
        float factor = (float) rope.attentionFactor();
        int half = frequencies.length;
        int positions = Sizes.atLeast(Sizes.roundUp(longest, Sizes.COLUMN_BLOCK)); // with padding
        float[] cos = new float[positions * 2 * half];
        float[] sin = new float[positions * 2 * half];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
                float angle = position * (float) frequencies[i]; // fp32, as the checkpoints' authors computed it
                int first = position * 2 * half + (rotation.interleaved() ? 2 * i : i);
                int second = first + (rotation.interleaved() ? 1 : half);
                cos[first] = (float) Math.cos(angle) * factor;
                cos[second] = cos[first];
                sin[first] = (float) -Math.sin(angle) * factor;
                sin[second] = -sin[first];
            }
        }
        Shape shape = new Shape(positions, 2L * half);
        tables.add(manager.create(cos, shape));
        tables.add(manager.create(sin, shape));
    }
}
