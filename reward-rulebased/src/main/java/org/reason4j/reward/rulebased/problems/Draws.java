package org.reason4j.reward.rulebased.problems;

/**
 * Random draws for one problem, a function of seed, index and attempt alone.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Fast splittable pseudorandom number generators (SplitMix64)</a>
 */
final class Draws {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Draws(long seed, long index, long attempt) {
        this.state = mix(mix(mix(seed) + index) + attempt);
    }

    /** SplitMix64's output function: a bijection that spreads every bit. */
    static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private long next() {
        long drawn = mix(state);
        state += GOLDEN;
        return drawn;
    }

    /** A number in {@code [low, high]}; both are small compared with 2^63. */
    long between(long low, long high) {
        return low + Long.remainderUnsigned(next(), high - low + 1);
    }

    /** A number in {@code [0, 1)}. */
    double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }
}
