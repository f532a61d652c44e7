package org.reason4j.core.formats.random;

/**
 * SplitMix64 without its state: the numbers that it returns, each as a function of seed and index.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number
 *     generators, figure 16; with the constants of Stafford's variant 13</a>
 */
public final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix64() {}

    /** The number at {@code index >= 0} of the sequence that starts at {@code seed}. */
    public static long number(long seed, long index) {
        return mix(seed + (index + 1) * GOLDEN_GAMMA);
    }

    /** The mix that turns a state into a number: one to one, and half of the bits change with any one. */
    public static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
