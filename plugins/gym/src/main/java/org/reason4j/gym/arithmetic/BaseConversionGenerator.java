package org.reason4j.gym.arithmetic;

import static org.reason4j.gym.Knobs.range;

import org.reason4j.gym.Draws;
import org.reason4j.gym.Generator;

/**
 * Makes a number and two bases.
 *
 * @param digits of the number in base 10, 2 to 15
 * @param largest bound of the bases, 3 to 36
 */
public record BaseConversionGenerator(int digits, int largest) implements Generator {

    public BaseConversionGenerator {
        range("digits", digits, 2, 15);
        range("largest", largest, 3, 36);
    }

    @Override
    public BaseConversion problem(Draws draws) {
        int from = draws.between(2, largest);
        int to = 2 + (from - 2 + draws.between(1, largest - 2)) % (largest - 1);
        return new BaseConversion(draws.ofDigits(digits), from, to);
    }
}
