package org.reason4j.core.formats.huggingface;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.core.formats.safetensors.TensorSpec;

/**
 * Weights of a model that has learned nothing yet: matrices from a normal distribution whose standard deviation is the
 * {@code initializer_range} of the model, what multiplies by one for norms, zeros for biases.
 *
 * <p>Every number is a function of the seed, the name of its tensor and its place in it. The same seed gives the same bytes
 * on every machine, in whatever order and in however many pieces tensors are read. Safe for use by many threads.
 */
public final class RandomWeights {

    private final double deviation;
    private final double normOffset;
    private final long seed;

    /** The weights of a model for this seed. */
    public RandomWeights(ModelConfig config, long seed) {
        this.deviation = config.initializerRange();
        this.normOffset = config.architecture().normOffset();
        this.seed = seed;
    }

    /**
     * Some rows of a tensor.
     *
     * @return little-endian fp32
     */
    public ByteBuffer readAsFloat32(TensorSpec tensor, long firstRow, long rows) {
        long width = tensor.elements() / tensor.rows();
        int count = Math.toIntExact(rows * width);
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.shape().length > 1) {
            long key = key(tensor.name());
            long first = firstRow * width;
            for (int i = 0; i < count; i++) {
                bytes.putFloat((float) (deviation * normal(key, first + i)));
            }
        } else if (!tensor.name().endsWith(".bias")) {
            for (int i = 0; i < count; i++) {
                bytes.putFloat((float) (1 - normOffset));
            }
        }
        return bytes.position(0).limit(count * Float.BYTES);
    }

    /**
     * Writes a model directory in the number format that the configuration names, fp32 where it names none.
     *
     * @param config becomes {@code config.json}, unknown keys included
     * @param tokenizer a directory whose tokenizer files are copied
     * @param target where the directory will be; absent or empty
     * @throws org.reason4j.api.plugin.ConfigException if configuration and tokenizer don't belong together
     */
    public static void write(ModelConfig config, Path tokenizer, Path target, long seed) {
        ModelTokenizer.open(tokenizer, config).close(); // says what is wrong before anything is written
        RandomWeights weights = new RandomWeights(config, seed);
        try (ModelDirectoryWriter writer = new ModelDirectoryWriter(
                config, tokenizer, target, config.dtype(), ModelDirectoryWriter.BYTES_PER_SHARD)) {
            writer.writeAll(config, weights::readAsFloat32);
            writer.commit();
        }
    }

    private long key(String name) {
        return Hashing.sha256()
                .newHasher()
                .putLong(seed)
                .putString(name, StandardCharsets.UTF_8)
                .hash()
                .asLong();
    }

    /** Element {@code index} of a stream of standard normal numbers, which come in pairs (Box and Muller). */
    private static double normal(long key, long index) {
        long pair = index & ~1L;
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(key, pair)));
        double angle = 2 * Math.PI * uniform(key, pair + 1);
        return radius * ((index & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }

    /** A number in [0, 1): the upper bits of one output of SplitMix64. */
    private static double uniform(long key, long index) {
        return (SplitMix64.number(key, index) >>> 11) * 0x1p-53;
    }
}
