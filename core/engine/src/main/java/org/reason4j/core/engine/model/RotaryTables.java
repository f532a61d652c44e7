package org.reason4j.core.engine.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.reason4j.core.engine.model.kernel.Sizes;
import org.reason4j.core.formats.huggingface.ModelConfig;

/** Cosines and sines of rotary position embeddings (RoPE, arXiv 2104.09864) at every position that a pass can have. */
final class RotaryTables {

    private RotaryTables() {}

    /** Two tables, {@code [positions, D]}: each cosine twice; each sine negated, then plain. */
    static NDList of(ModelConfig config, NDManager manager) {
        double[] frequencies = config.inverseFrequencies();
        int half = frequencies.length;
        int positions = Sizes.atLeast(Sizes.roundUp(config.maxPositions(), Sizes.COLUMN_BLOCK)); // with padding
        float[] cos = new float[positions * 2 * half];
        float[] sin = new float[positions * 2 * half];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
                float angle = position * (float) frequencies[i]; // fp32, as the checkpoints' authors computed it
                int at = position * 2 * half + i;
                cos[at] = (float) Math.cos(angle);
                cos[at + half] = cos[at];
                sin[at] = (float) -Math.sin(angle);
                sin[at + half] = -sin[at];
            }
        }
        Shape shape = new Shape(positions, 2L * half);
        return new NDList(manager.create(cos, shape), manager.create(sin, shape));
    }
}
