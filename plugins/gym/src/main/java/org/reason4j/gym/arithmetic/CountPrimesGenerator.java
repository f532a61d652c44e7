package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes a range of integers.
 *
 * @param highest bound of its beginning, 10 to 100000
 * @param longest number of integers at most, 10 to 1000; half as many at least
 */
public record CountPrimesGenerator(int highest, int longest) implements Generator {

    public CountPrimesGenerator {
        range("highest", highest, 10, 100_000);
        range("longest", longest, 10, 1000);
    }

    @Override
    public CountPrimes problem(Draws draws) {
        int first = draws.between(1, highest);
        return new CountPrimes(first, first + draws.between(longest / 2, longest) - 1);
    }
}
