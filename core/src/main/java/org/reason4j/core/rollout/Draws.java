package org.reason4j.core.rollout;

import java.nio.charset.StandardCharsets;

/**
 * Randomness without state: a draw is a function of the run's seed, the step, the prompt, the sample and the position.
 *
 * <p>The key is a chain of SplitMix64 mixes (Steele et al., OOPSLA 2014); position {@code t} takes the {@code t}-th number
 * of the SplitMix64 sequence that starts there.
 */
final class Draws {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private Draws() {}

    /** The key of all draws for one response. */
    static long key(long seed, long step, String promptId, int sample) {
        long key = mix(seed + GAMMA);
        key = mix(key + step);
        for (byte b : promptId.getBytes(StandardCharsets.UTF_8)) {
            key = mix(key + b);
        }
        return mix(key + sample);
    }

    /** The draw at a position of the response, in [0, 1): a multiple of 2^-23, so that it stays below 1 in fp32. */
    static float uniform(long key, int position) {
        return (mix(key + (position + 1) * GAMMA) >>> 41) * 0x1p-23f;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
