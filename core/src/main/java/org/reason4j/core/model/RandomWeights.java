package org.reason4j.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.reason4j.core.huggingface.Dtype;
import org.reason4j.core.huggingface.ModelConfig;
import org.reason4j.core.huggingface.ModelDirectoryWriter;
import org.reason4j.core.huggingface.TensorSpec;

/** New models: matrices normal with the configuration's deviation, norms 1, biases 0. The same seed gives the same bytes. */
public final class RandomWeights {

    private static final long ROWS_BYTES = 16L << 20;

    private RandomWeights() {}

    /** Writes a model directory with the tokenizer's files of another. */
    public static void write(ModelConfig config, Path tokenizer, Path target, long seed) {
        try (ModelDirectoryWriter writer = new ModelDirectoryWriter(config, tokenizer, target, Dtype.F32, 4L << 30)) {
            for (TensorSpec spec : config.tensors()) {
                SplittableRandom random = new SplittableRandom(
                        seed * 0x9E3779B97F4A7C15L + spec.name().hashCode());
                long left = spec.elements();
                while (left > 0) {
                    int count = (int) Math.min(left, ROWS_BYTES / Float.BYTES);
                    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                    FloatBuffer numbers = bytes.asFloatBuffer();
                    for (int i = 0; i < count; i++) {
                        numbers.put(number(spec, config, random));
                    }
                    writer.write(spec.name(), bytes);
                    left -= count;
                }
            }
            writer.commit();
        }
    }

    private static float number(TensorSpec spec, ModelConfig config, SplittableRandom random) {
        if (spec.shape().length > 1) {
            return (float) (random.nextGaussian() * config.initializerRange());
        }
        return spec.name().endsWith(".bias") ? 0 : 1;
    }
}
