package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes a positive integer.
 *
 * @param bits of its binary form at most, 8 to 62
 */
public record CountBitsGenerator(int bits) implements Generator {

    public CountBitsGenerator {
        range("bits", bits, 8, 62);
    }

    @Override
    public CountBits problem(Draws draws) {
        return new CountBits(draws.between(1L << (bits / 2), (1L << bits) - 1));
    }
}
