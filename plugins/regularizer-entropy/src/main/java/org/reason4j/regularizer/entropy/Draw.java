package org.reason4j.regularizer.entropy;

import java.nio.charset.StandardCharsets;

/**
 * One random number for a token, without state: a chain of SplitMix64 steps over everything that it depends on.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Fast splittable pseudorandom number generators (SplitMix64)</a>
 */
final class Draw {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Draw() {}

    /** The key of all draws for one response. */
    static long key(long seed, long policyVersion, int sample, String promptId) {
        long key = next(next(next(seed) + policyVersion) + sample);
        for (byte b : promptId.getBytes(StandardCharsets.UTF_8)) {
            key = next(key + b);
        }
        return next(key);
    }

    /** The draw for a place in the response: a number in [0, 1), a multiple of 2^-53. */
    static double at(long key, int place) {
        return (next(key + place * GOLDEN) >>> 11) * 0x1p-53;
    }

    /** What SplitMix64 gives first when it starts from {@code state}. */
    static long next(long state) {
        long z = state + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
