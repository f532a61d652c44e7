package org.reason4j.api.random;

import java.nio.charset.StandardCharsets;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * SplitMix64 without its state: every number is a function of seed and index, so a resumed run draws the same.
 *
 * <p>{@code number(seed, i) = mix(seed + (i + 1) * gamma)} with {@code gamma = 0x9E3779B97F4A7C15}, modulo 2^64.
 *
 * <p>A component that draws for a place derives a key from its seed and from all that identifies the place, then takes
 * {@code number(key, 0)}, {@code number(key, 1)} and so on. Keys of different places are as good as independent.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number
 *     generators, figure 16; with the constants of Stafford's variant 13</a>
 * @see <a href="https://prng.di.unimi.it/splitmix64.c">Vigna's implementation in C</a>
 */
@API(status = Status.STABLE, since = "1.0.0")
public final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix64() {}

    /** Returns the number at {@code index >= 0} of the sequence that starts at {@code seed}; all 64 bits are random. */
    public static long number(long seed, long index) {
        return mix(seed + (index + 1) * GOLDEN_GAMMA);
    }

    /** Turns a state into a number: a bijection in which one changed bit changes half of the others on average. */
    public static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns the number's first 53 bits as a fraction in [0, 1): a multiple of 2^-53. */
    public static double uniform(long number) {
        return (number >>> 11) * 0x1p-53;
    }

    /**
     * Returns the number, read as unsigned, modulo {@code bound}: an integer in {@code [0, bound)}.
     *
     * <p>The first remainders are likelier than the last by a factor of at most {@code 1 + bound / 2^63}.
     *
     * @param bound at least 1
     * @throws ArithmeticException if {@code bound} is 0
     */
    public static long below(long number, long bound) {
        return Long.remainderUnsigned(number, bound);
    }

    /** Returns a key: {@code k = number(seed, 0)}, then {@code k = number(k + part, 0)} for each part in order. */
    public static long key(long seed, long... parts) {
        long key = number(seed, 0);
        for (long part : parts) {
            key = number(key + part, 0);
        }
        return key;
    }

    /** Extends a key by a text: {@code k = number(k + b, 0)} for each byte {@code b}, -128 to 127, of its UTF-8 form. */
    public static long extend(long key, String text) {
        long extended = key;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            extended = number(extended + b, 0);
        }
        return extended;
    }
}
