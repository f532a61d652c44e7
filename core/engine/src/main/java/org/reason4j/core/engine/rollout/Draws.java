package org.reason4j.core.engine.rollout;

import java.nio.charset.StandardCharsets;
import org.reason4j.api.random.SplitMix64;

/**
 * Randomness without state: a draw is a function of the run's seed, the step, the prompt, the sample and the position.
 *
 * <p>The key is a chain of SplitMix64 mixes (Steele et al., OOPSLA 2014); position {@code t} takes the {@code t}-th number
 * of the SplitMix64 sequence that starts there.
 */
final class Draws {

    private Draws() {}

    /** The key of all draws for one response. */
    static long key(long seed, long step, String promptId, int sample) {
        long key = SplitMix64.number(seed, 0);
        key = SplitMix64.mix(key + step);
        for (byte b : promptId.getBytes(StandardCharsets.UTF_8)) {
            key = SplitMix64.mix(key + b);
        }
        return SplitMix64.mix(key + sample);
    }

    /** The draw at a position of the response, in [0, 1): a multiple of 2^-23, so that it stays below 1 in fp32. */
    static float uniform(long key, int position) {
        return (SplitMix64.number(key, position) >>> 41) * 0x1p-23f;
    }
}
